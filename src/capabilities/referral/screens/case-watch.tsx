/** 关注: the star that puts a case on one's own list. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { WatchView } from '../../../engines/pathways/shapes.ts';
import { api, Nothing } from '../../../web/kit/api.ts';
import { useWords } from '../../../web/kit/language.ts';
import { words as table } from './worklist-words.ts';

export const CaseWatch = ({ id }: { readonly id: string }): React.JSX.Element | null => {
  const words = useWords(table);
  const queries = useQueryClient();
  const path = `/api/cases/${id}/watch`;
  const key = ['case', id, 'watch'];
  const { data } = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get(path, WatchView, signal) });
  const change = useMutation({
    mutationFn: (watched: boolean) => (watched ? api.put(path, {}, Nothing) : api.remove(path, Nothing)),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: key });
      await queries.invalidateQueries({ queryKey: ['worklist'] });
    },
  });
  if (data === undefined) return null;
  return (
    <button
      type="button"
      className="button link no-print case-watch"
      aria-pressed={data.watched}
      disabled={change.isPending}
      onClick={() => change.mutate(!data.watched)}
    >
      <span aria-hidden="true">{data.watched ? '★' : '☆'}</span> {data.watched ? words.watching : words.watch}
    </button>
  );
};
