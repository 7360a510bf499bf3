/** 导入: what is brought in by spreadsheet. Choose, check, import; a file under way goes on when the page is left. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ImportRun } from '../../../consortium/imports/shapes.ts';
import type { ImportKindName, ImportList } from '../../../consortium/imports/shapes.ts';
import { IMPORT_WORDS } from '../../../consortium/imports/words.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { DownloadButton } from '../../kit/download.tsx';
import { useWords } from '../../kit/language.ts';
import { PageHead } from '../../kit/page.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useImports } from './import-query.ts';
import { grouped, RunPanel } from './run-panel.tsx';
import { StartPasswordsPanel } from './start-passwords.tsx';
import { words as table } from './words.ts';
import './imports.css';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const Choose = ({
  list,
  onBrought,
}: {
  readonly list: ImportList;
  readonly onBrought: (id: string, file: File) => void;
}) => {
  const words = useWords(table);
  const names = useWords(IMPORT_WORDS);
  const kit = useWords(kitTable);
  const [kind, setKind] = useState<ImportKindName | undefined>(list.kinds[0]);
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: (chosen: File) => api.upload(`/api/imports/${kind ?? ''}/files`, chosen, SHEET, ImportRun),
    onSuccess: (run, chosen) => onBrought(run.id, chosen),
  });
  if (kind === undefined) return <Empty title={words.noKinds} why={words.noKindsWhy} />;
  return (
    <section className="card import-choose">
      <p id="import-kind" className="strong">
        {words.kindLegend}
      </p>
      <Segmented
        options={list.kinds.map((code) => ({ code, label: names.kinds[code] }))}
        value={kind}
        onChoose={(chosen) => {
          setKind(chosen);
          send.reset();
        }}
        labelledBy="import-kind"
      />
      <p className="note">{words.kindNotes[kind]}</p>
      <div className="import-files">
        <DownloadButton key={`template-${kind}`} path={`/api/imports/${kind}/template`} label={words.template} />
        <DownloadButton key={`export-${kind}`} path={`/api/imports/${kind}/export`} label={words.exported} />
        <span className="note">{words.exportedNote}</span>
      </div>
      <form
        className="import-upload"
        onSubmit={(event) => {
          event.preventDefault();
          if (file !== null && !send.isPending) send.mutate(file);
        }}
      >
        {/* the browser's own words for a file stand in the browser's language, not in the reader's: the field is drawn as a button */}
        <label className="import-pick button">
          <span>{words.choose}</span>
          <input
            type="file"
            accept={`.xlsx,${SHEET}`}
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              send.reset();
            }}
          />
        </label>
        <span className={file === null ? 'note' : 'import-file'}>{file?.name ?? words.noFile}</span>
        <Button kind="primary" type="submit" disabled={file === null || send.isPending}>
          {send.isPending ? words.uploading : words.check}
        </Button>
        <span className="note">{words.limits(list.megabytes, grouped(list.rows))}</span>
        {send.isError && (
          <p className="danger" role="alert">
            {faultSentence(send.error, kit)}
          </p>
        )}
      </form>
    </section>
  );
};

const Recent = ({ list, onOpen }: { readonly list: ImportList; readonly onOpen: (id: string) => void }) => {
  const words = useWords(table);
  const names = useWords(IMPORT_WORDS);
  const kit = useWords(kitTable);
  if (list.kinds.length === 0) return null;
  return (
    <section className="card import-recent" aria-label={words.recent}>
      <h2>{words.recent}</h2>
      {list.runs.length === 0 && <Empty title={words.none} why={words.noneWhy} />}
      <ul>
        {list.runs.map((run) => (
          <li key={run.id}>
            <span className="numbers note">{momentWords(run.madeAt, kit, new Date())}</span>
            <span>{names.kinds[run.kind]}</span>
            <span className="import-file">{run.fileName}</span>
            <Tag>{words.states[run.state]}</Tag>
            <span className="note numbers">
              {run.rowsTotal === null ? '' : `${grouped(run.rowsTotal)} ${words.rows}`}
            </span>
            <Button kind="link" small aria-label={`${words.open} ${run.fileName}`} onClick={() => onOpen(run.id)}>
              {words.open}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
};

export const ImportsScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const run = typeof search['run'] === 'string' ? search['run'] : null;
  const [brought, setBrought] = useState<{ readonly id: string; readonly file: File } | null>(null);
  const list = useImports();
  const open = (id: string | null): void => {
    void navigate({ to: '/imports', search: id === null ? {} : { run: id } });
  };
  return (
    <div className="imports">
      <PageHead title={words.title} note={words.note} />
      {list.data === undefined && list.isError && (
        <ErrorState what={words.what} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data === undefined && !list.isError && <Skeleton rows={5} height={48} />}
      {list.data !== undefined && run === null && (
        <Choose
          list={list.data}
          onBrought={(id, file) => {
            setBrought({ id, file });
            open(id);
          }}
        />
      )}
      {run !== null && (
        <RunPanel key={run} id={run} file={brought?.id === run ? brought.file : null} onAgain={() => open(null)} />
      )}
      {list.data?.kinds.includes('people') === true && <StartPasswordsPanel />}
      {list.data !== undefined && <Recent list={list.data} onOpen={open} />}
    </div>
  );
};
