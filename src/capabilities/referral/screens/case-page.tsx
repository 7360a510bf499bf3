/** A case on a page of its own: for reading, for acting, and for paper. */
import { Link, useParams } from '@tanstack/react-router';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { CasePane } from './case-pane.tsx';
import { useCase } from './case-query.ts';
import { words as table } from './case-words.ts';

const PrintFoot = ({ id }: { readonly id: string }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { data } = useCase(id);
  if (data === undefined) return null;
  return (
    <footer className="print-foot">
      {words.printFoot(data.number, momentWords(serverNow().toISOString(), kit, new Date(0)))}
      {data.ending !== null && ` ${words.printEnded}`}
    </footer>
  );
};

export const CasePage = (): React.JSX.Element => {
  const words = useWords(table);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  return (
    <div className="case-page">
      <Link to={'/worklist'} className="case-back">
        {words.toList}
      </Link>
      <div className="card">
        <CasePane key={id} id={id} alone onTaken={() => document.getElementById('work')?.focus()} />
      </div>
      <PrintFoot id={id} />
    </div>
  );
};
