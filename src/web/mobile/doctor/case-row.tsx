/** A referral in a list: who, one line of why, and whom to ring; the row opens it, the call stands apart. */
import { Link } from '../paths.tsx';
import { words as referralTable } from '../../../capabilities/referral/index.ts';
import type { WorklistItem } from '../../../engines/pathways/shapes.ts';
import { momentWords } from '../../kit/civil.ts';
import { isLate, readClock } from '../../kit/clock-words.ts';
import { Icon } from '../../kit/icon.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { PersonName } from '../../kit/person.tsx';
import { useServerNow } from '../../kit/server-time.ts';
import { UrgencyTag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useWaiting } from '../outbox/doctor-outbox.tsx';
import { words as table } from '../words.ts';
import { ResidentCall } from './resident-call.tsx';

export const CaseRow = ({ item }: { readonly item: WorklistItem }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const state = wordOf(useWords(referralTable).states, item.state);
  const pending = useWaiting().entries.some(({ subject }) => subject === item.id);
  const clock = item.clock === null ? null : readClock(item.clock, item.urgency, now, kit);
  const late = item.clock !== null && isLate(item.clock, now);
  return (
    <li className="row" data-case={item.id}>
      <Link to={`/cases/${item.id}`} className="row-open">
        <span className="row-first">
          {item.resident === null ? <b>{item.number}</b> : <PersonName {...item.resident} />}
          {item.urgency !== 'routine' && <UrgencyTag urgency={item.urgency} />}
        </span>
        <span className="row-second">
          <b className={late ? 'danger' : ''}>{state}</b>
          {clock === null ? (
            <span>{momentWords(item.changedAt, kit, now)}</span>
          ) : (
            <span className={late ? 'danger' : clock.tone === 'soon' ? 'warning' : ''}>{clock.words}</span>
          )}
        </span>
        <span className="row-third">
          {item.owner !== null && !item.owner.mine && (
            <span>{words.today.waitsFor(`${item.owner.organisation.name} ${wordOf(kit.roles, item.owner.role)}`)}</span>
          )}
          <span>{item.headline}</span>
        </span>
      </Link>
      {pending ? (
        <span className="row-pending">
          <Icon name="cloud" />
          <span>{words.today.pending}</span>
        </span>
      ) : (
        item.resident !== null && <ResidentCall id={item.resident.id} name={item.resident.name} />
      )}
    </li>
  );
};
