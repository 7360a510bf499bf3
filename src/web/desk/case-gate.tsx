/** `/cases/$id`, wherever a notice, a list or a link leads: drawn by the screen of the case's own pathway. */
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { CaseView } from '../../engines/pathways/shapes.ts';
import { api } from '../kit/api.ts';
import type { DeskScreen } from '../kit/screen.ts';

export const CASE_PATH = '/cases/$id';

/** Where a pathway's cases are drawn, if not here. */
const elsewhere = (screens: readonly DeskScreen[], pathway: string): string | undefined =>
  screens.find(({ draws, path }) => draws?.includes(pathway) === true && path !== CASE_PATH)?.path;

/** What no screen draws by itself is a piece of its parent's work, and is answered on the parent's page. */
const parentOf = (screens: readonly DeskScreen[], { pathway, related }: CaseView): string | undefined =>
  screens.some(({ draws }) => draws?.includes(pathway) === true)
    ? undefined
    : related.find(({ relation, open }) => relation === 'parent' && open)?.id;

/** Draws `Drawn` at once, which asks for the same case, and goes on where the case turns out to be another pathway's. */
export const caseGate = (screens: readonly DeskScreen[], Drawn: React.ComponentType): React.ComponentType => {
  const CaseGate = (): React.JSX.Element => {
    const { id = '' }: { readonly id?: string } = useParams({ strict: false });
    const { data } = useQuery({
      queryKey: ['case', id],
      queryFn: ({ signal }) => api.get(`/api/cases/${encodeURIComponent(id)}`, CaseView, signal),
    });
    const path = data === undefined ? undefined : elsewhere(screens, data.pathway);
    const parent = data === undefined ? undefined : parentOf(screens, data);
    if (path !== undefined) return <Navigate to={path.replace('$id', encodeURIComponent(id))} replace />;
    if (parent !== undefined) return <Navigate to={CASE_PATH.replace('$id', encodeURIComponent(parent))} replace />;
    return <Drawn />;
  };
  return CaseGate;
};
