/** 未上报 / 已上报: whether this case went to the system that asks for it, by whom and when. Nothing where none does. */
import { useQuery } from '@tanstack/react-query';
import { CaseReports } from '../../../engines/reporting/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as table } from './case-words.ts';

export const CaseReportTags = ({ id, version }: { readonly id: string; readonly version: number }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { data } = useQuery({
    queryKey: ['case', id, 'reports', version],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}/reports`, CaseReports, signal),
  });
  if (data === undefined || data.reports.length === 0) return null;
  return (
    <p className="note case-reports">
      {data.reports.map(({ target, name, state, at, by }) => (
        <span key={target}>
          <Tag tone={state === 'reported' ? 'good' : 'plain'}>{words.reports[state](name)}</Tag>{' '}
          {at !== null && words.reportedBy(by ?? '', momentWords(at, kit, serverNow()))}
        </span>
      ))}
    </p>
  );
};
