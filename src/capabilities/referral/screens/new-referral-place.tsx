/** Part 2 of the referral form: the place kept, and the departments one could choose instead. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Candidates } from '../../../consortium/shapes.ts';
import { api, queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { timeOf } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { serverTimeIs } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { words as capabilityTable } from '../words.ts';
import { CandidateList } from './new-referral-candidates.tsx';
import { NeedsFields } from './new-referral-needs.tsx';
import { HoldBlock } from './new-referral-hold.tsx';
import { words as table } from './new-referral-words.ts';
import type { Gap, Needs, ReferralDraft } from './referral-draft.ts';
import type { HoldActs } from './use-hold.ts';

const SETTLE = 250;

const useSettled = (value: string): string => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), SETTLE);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
};

type Props = {
  readonly id: string;
  readonly draft: ReferralDraft;
  readonly hold: HoldActs;
  readonly held: boolean;
  readonly offline: boolean;
  readonly gaps: readonly Gap[];
  readonly asked: boolean;
  readonly onNeeds: (needs: Needs) => void;
};

export const PlaceChoice = ({ id, draft, hold, held, offline, gaps, asked, onNeeds }: Props): React.JSX.Element => {
  const words = useWords(table);
  const capability = useWords(capabilityTable);
  const [search, setSearch] = useState('');
  const { needs } = draft;
  const q = useSettled(search.trim());
  const { visit, urgency } = draft.answers;
  const emergency = urgency === 'emergency';
  const list = useQuery({
    queryKey: ['departments', visit, q, id, urgency, draft.resident, needs],
    queryFn: async ({ signal }) => {
      const asked = {
        kind: visit ?? '',
        q: q === '' ? undefined : q,
        subject: id,
        resident: draft.resident,
        urgency: urgency ?? undefined,
        ...Object.fromEntries(Object.entries(needs).filter(([, code]) => code !== '')),
      };
      const path = `/api/departments${queryString(asked)}`;
      const answer = await api.get(path, Candidates, signal);
      serverTimeIs(answer.serverTime);
      return answer;
    },
    enabled: visit !== null,
    refetchInterval: 30_000,
    // wards are not offered for a clinic visit while the clinics are still being read
    placeholderData: (before, query) => (query?.queryKey[1] === visit ? before : undefined),
  });
  const items = list.data?.items ?? [];
  const here = items.find((item) => item.department.id === draft.place?.department.id);
  const free = here === undefined ? null : visit === 'outpatient' ? here.slots.length : (here.quota?.free ?? 0);
  const gap = gaps.find((one) => one.part === 'place');
  const sentences: Readonly<Record<string, string>> = capability.refusals;
  const error = gap === undefined || !asked ? null : (sentences[gap.code] ?? null);
  return (
    <section className="nr-place" id="nr-place" aria-labelledby="nr-place-title">
      <header>
        <h2 id="nr-place-title">{words.place}</h2>
        <span className="note nr-end">{words.rankedBy}</span>
      </header>
      {draft.hold !== null && (
        <HoldBlock
          hold={draft.hold}
          placeName={
            draft.place?.department.id === draft.hold.department.id
              ? `${draft.place.organisation.name} ${draft.place.department.name}`
              : null
          }
          free={free}
          busy={hold.busy !== null}
          offline={offline}
          onExtend={hold.extend}
          onRelease={hold.release}
          onAgain={hold.again}
        />
      )}
      {draft.place?.walkIn === true && !emergency && (
        <p className="bar">{words.walkInNote(`${draft.place.organisation.name}${draft.place.department.name}`)}</p>
      )}
      {emergency && <p className="nr-emergency">{words.emergencyNeedsNoHold}</p>}
      {gap?.code === 'place-of-other-visit' && <p className="bar">{words.otherVisit}</p>}
      {hold.said !== null && (
        <p className="bar danger" role="alert">
          {hold.said}
        </p>
      )}
      {error !== null && <p className="nr-error">{error}</p>}
      {offline && list.data !== undefined && (
        <p className="bar">
          {words.needsNetwork}
          {words.comma}
          {words.lastTruth(timeOf(new Date(list.data.serverTime)))}
        </p>
      )}
      {visit === null ? (
        <p className="nr-quiet nr-before">{words.chooseVisitFirst}</p>
      ) : (
        <>
          <input
            type="search"
            className="nr-input nr-search"
            value={search}
            placeholder={words.searchPlace}
            aria-label={words.searchPlace}
            onChange={(event) => setSearch(event.target.value)}
          />
          <NeedsFields needs={needs} onChange={onNeeds} />
          {list.isPending && <Skeleton rows={3} height={124} />}
          {list.isError && list.data === undefined && (
            <ErrorState what={words.place} fault={list.error} onRetry={() => void list.refetch()} />
          )}
          {list.data !== undefined && items.length === 0 && q !== '' && (
            <p className="nr-before">
              {words.nothingFound(q)}{' '}
              <Button kind="link" onClick={() => setSearch('')}>
                {words.clearSearch}
              </Button>
            </p>
          )}
          {list.data !== undefined && (items.length > 0 || q === '') && (
            <CandidateList
              key={visit}
              items={items}
              visit={visit}
              choosing={{
                chosen: gap?.code === 'place-of-other-visit' ? null : (draft.place?.department.id ?? null),
                emergency,
                holding: held,
                busy: hold.busy,
                offline,
                outdated: list.isPlaceholderData,
                onChoose: hold.choose,
              }}
            />
          )}
          {list.data !== undefined && (
            <p className="note nr-rules dotted">
              <span>
                {words.rules(list.data.matchedBy.version)}
                {!list.data.matchedBy.verified && <span className="warning"> {words.unverified}</span>}
              </span>
              {list.data.matchedBy.madeUp && <span>{words.madeUpDistance}</span>}
            </p>
          )}
        </>
      )}
    </section>
  );
};
