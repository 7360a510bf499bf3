/** 公文: the page as it will be printed, what was found beside it, and the way it goes. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { claimsIn } from '../../../engines/letters/document.ts';
import type { Claim } from '../../../engines/letters/document.ts';
import { printClaim } from '../../../engines/letters/claims.ts';
import { api } from '../../../web/kit/api.ts';
import { Button, Key } from '../../../web/kit/button.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Segmented } from '../../../web/kit/segmented.tsx';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { FigureChoices, LookView } from '../shapes.ts';
import type { FindingView, LetterView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { Changes, Course } from './changes.tsx';
import { Countersign } from './countersign.tsx';
import { ClaimCard, taken } from './claim-card.tsx';
import { ClaimsList } from './claims-list.tsx';
import { ClaimPicker } from './claim-picker.tsx';
import { Editor } from './editor.tsx';
import type { EditorHandle } from './editor.tsx';
import { Fields } from './fields.tsx';
import { Findings } from './findings.tsx';
import { letterWords } from './letter-words.ts';
import { useLetterKeys } from './letter-keys.ts';
import { promiseWords } from './promise-words.ts';
import { Promises } from './promises.tsx';
import { Paper } from './paper-buttons.tsx';
import { SavingLine } from './saving-line.tsx';
import { Steps } from './steps.tsx';
import { LETTERS_KEY, useEditing, useLetter } from './use-letter.ts';
import './letter-panel.css';
import './letters.css';
import './letter-sheet.css';

const TABS = ['findings', 'claims', 'promises', 'changes', 'course'] as const;
type Tab = (typeof TABS)[number];

const Open = ({ view }: { readonly view: LetterView }): React.JSX.Element => {
  const words = useWords(letterWords);
  const promising = useWords(promiseWords);
  const own = useWords(table);
  const client = useQueryClient();
  const [previous, setPrevious] = useState(view.previous);
  const editing = useEditing(view, previous);
  const editor = useRef<EditorHandle>(null);
  const [tab, setTab] = useState<Tab>('findings');
  const [current, setCurrent] = useState<string | null>(null);
  const [explaining, setExplaining] = useState<string | null>(null);
  const [claim, setClaim] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const [unmarked, setUnmarked] = useState(false);
  const { content } = editing;
  const editable = view.mayEdit;
  const choices = useQuery({
    queryKey: ['letter-figures'],
    queryFn: ({ signal }) => api.get('/api/letter-figures', FigureChoices, signal),
    staleTime: 300_000,
  });
  const looking = useMutation({
    mutationFn: () => api.post(`/api/letters/${view.id}/look`, {}, LookView),
    onSettled: () => client.invalidateQueries({ queryKey: [...LETTERS_KEY, view.id] }),
  });
  const checking = looking.isPending || editing.saving.state === 'saving';

  const go = (key: string): void => {
    setTab('findings');
    setCurrent(key);
    const finding = view.findings.find((each) => each.key === key);
    if (finding !== undefined) editor.current?.show(finding);
    window.setTimeout(() => document.getElementById(`finding-${key}`)?.scrollIntoView({ block: 'nearest' }), 0);
  };
  const move = (by: 1 | -1): void => {
    const open = view.findings.filter(({ answer }) => answer === null);
    const at = open.findIndex(({ key }) => key === current);
    const next = open[(at + by + open.length) % Math.max(1, open.length)] ?? open[0];
    if (next !== undefined) go(next.key);
  };
  const pick = (): void => {
    if (!editable) return;
    editor.current?.remember();
    setPicking(true);
  };
  const put = (made: Claim): void => {
    const next = Math.max(0, ...Object.keys(content.claims).map((id) => Number(id.slice(1)))) + 1;
    const id = `c${String(next)}`;
    setPicking(false);
    window.setTimeout(() => editor.current?.insert(id, { ...content.claims, [id]: made }), 0);
  };
  const change = (id: string, made: Claim): void =>
    editing.change({ ...content, claims: { ...content.claims, [id]: made } });
  const unbind = (id: string): void => {
    const said = content.claims[id];
    if (said === undefined) return;
    const { [id]: _gone, ...claims } = content.claims;
    const put = (text: string): string => text.replaceAll(`[[${id}]]`, printClaim(said));
    setClaim(null);
    editing.replace({
      ...content,
      claims,
      title: put(content.title),
      paragraphs: content.paragraphs.map((each) => ({ ...each, heading: put(each.heading), text: put(each.text) })),
    });
  };
  useLetterKeys({
    'Ctrl+m': pick,
    'Ctrl+M': pick,
    F8: () => move(1),
    'Shift+F8': () => move(-1),
    'Alt+Enter': () => {
      const finding = view.findings.find(({ key }) => key === current);
      if (finding !== undefined && !finding.mend && view.mayAnswer) setExplaining(finding.key);
    },
    Escape: () => setClaim(null),
  });
  const mark = (): void => {
    const sentence = editor.current?.sentence() ?? null;
    setTab('promises');
    setUnmarked(sentence === null);
    if (sentence === null || content.promises.some((each) => each.sentence === sentence)) return;
    const made = { sentence, keeper: '', due: null, figure: null, milestones: [] };
    editing.change({ ...content, promises: [...content.promises, made] });
  };
  const open = claim === null ? undefined : content.claims[claim];
  const stated = claimsIn(content);
  return (
    <div className="letter">
      <header className="letter-top">
        <div className="letter-names">
          <h1>{content.title.replace(/\n/g, '')}</h1>
          <Tag>{wordOf(own.states, view.state)}</Tag>
          {content.reply !== null && (
            <Tag>
              {content.reply.label}：{content.reply.value}
            </Tag>
          )}
          <Tag>{words.disclosures[content.disclosure]}</Tag>
          {view.answers?.pathway === 'proposal' && (
            <Link to="/proposals/$id" params={{ id: view.answers.id }} className="note">
              {promising.toProposal}
            </Link>
          )}
          <Link to="/letters" className="note">
            {words.back}
          </Link>
        </div>
        <Steps
          view={view}
          organisations={choices.data?.scopes ?? []}
          settle={editing.settle}
          onLook={() => looking.mutateAsync().catch(() => undefined)}
        />
      </header>
      {view.ownCountersign !== null && <Countersign own={view.ownCountersign} issuer={view.issuer} />}
      <div className="letter-tools" role="toolbar" aria-label={words.title}>
        <Button kind="link" disabled={!editable} onMouseDown={(event) => event.preventDefault()} onClick={pick}>
          ＃ {words.insert} <Key>Ctrl</Key>
          <Key>M</Key>
        </Button>
        <Button kind="link" disabled={!editable} onMouseDown={(event) => event.preventDefault()} onClick={mark}>
          {promising.markPromise}
        </Button>
        <Fields
          content={content}
          previous={previous}
          editable={editable}
          onChange={editing.change}
          onPrevious={(text) => {
            setPrevious(text);
            editing.change({ ...content });
          }}
        />
        <Paper id={view.id} settle={editing.settle} />
        <SavingLine editing={editing} view={view} />
        <span className="letter-legend" aria-label={words.legendLabel}>
          <span className="claim">{words.legend.claim}</span>
          <span className="unbound">{words.legend.unbound}</span>
          <span className="finding">{words.legend.finding}</span>
          <span className="promise">{words.legend.promise}</span>
        </span>
      </div>
      <div className="letter-desk">
        <div className="letter-ground">
          <Editor
            ref={editor}
            view={view}
            content={content}
            drawn={editing.drawn}
            editable={editable}
            findings={view.findings}
            current={current}
            onChange={editing.change}
            onClaim={setClaim}
            onFinding={go}
          />
          <div className="letter-side">
            {claim !== null && open !== undefined && (
              <ClaimCard
                id={claim}
                claim={open}
                now={view.observations[claim]}
                frozen={view.signed !== null}
                editable={editable}
                onTake={(made) => change(claim, made)}
                onUnbind={() => unbind(claim)}
              />
            )}
          </div>
        </div>
        <div className="letter-panel">
          <span id="letter-tabs" className="unseen">
            {words.tabsLabel}
          </span>
          <Segmented
            labelledBy="letter-tabs"
            value={tab}
            options={TABS.map((code) => ({
              code,
              label:
                code === 'findings'
                  ? `${words.tabs[code]} ${String(view.findings.length)}`
                  : code === 'claims'
                    ? `${words.tabs[code]} ${String(stated.length)}`
                    : code === 'promises'
                      ? `${words.tabs[code]} ${String(content.promises.length)}`
                      : words.tabs[code],
            }))}
            onChoose={setTab}
          />
          {tab === 'findings' && (
            <Findings
              view={view}
              current={current}
              checking={checking}
              explaining={explaining}
              onExplain={setExplaining}
              onCurrent={go}
              onLook={() => looking.mutate()}
              onTake={(id) => {
                const said = content.claims[id];
                const now = view.observations[id];
                if (said !== undefined && now !== undefined && now !== null) change(id, taken(said, now));
              }}
              onBind={(finding: FindingView) => {
                go(finding.key);
                pick();
              }}
            />
          )}
          {tab === 'claims' && <ClaimsList stated={stated} claims={content.claims} onOpen={setClaim} />}
          {tab === 'promises' && (
            <>
              {unmarked && (
                <p className="danger" role="status">
                  {promising.markFirst}
                </p>
              )}
              <Promises
                promises={content.promises}
                choices={choices.data}
                editable={editable}
                onMark={mark}
                onShow={(sentence) => editor.current?.showWords(sentence)}
                onChange={(promises) => editing.change({ ...content, promises })}
              />
            </>
          )}
          {tab === 'changes' && <Changes view={view} />}
          {tab === 'course' && <Course view={view} />}
          <p className="note letter-keys">{words.keys}</p>
        </div>
      </div>
      {picking && <ClaimPicker onPut={put} onClose={() => setPicking(false)} />}
    </div>
  );
};

export const LetterScreen = (): React.JSX.Element => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const words = useWords(letterWords);
  const id = params['id'] ?? '';
  const letter = useLetter(id);
  if (letter.isError && letter.data === undefined)
    return <ErrorState what={words.title} fault={letter.error} onRetry={() => void letter.refetch()} />;
  if (letter.data === undefined) return <Skeleton rows={8} height={48} />;
  return <Open key={id} view={letter.data} />;
};
