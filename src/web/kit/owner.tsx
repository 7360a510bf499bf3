import type { z } from 'zod';
import type { Owner } from '../../engines/pathways/shapes.ts';
import { useWords, wordOf } from './language.ts';
import { Tag } from './tag.tsx';
import { words as table } from './words.ts';

export type OwnerFact = z.infer<typeof Owner>;

/** In a row: the organisation, then the role; bold where it is me. */
export const OwnerCell = ({ owner }: { readonly owner: OwnerFact }): React.JSX.Element => {
  const words = useWords(table);
  const role = wordOf(words.roles, owner.role);
  return (
    <span className="owner">
      {owner.ownOrganisation ? (
        <span className={owner.mine ? 'strong cut' : 'cut'}>{words.ownOrganisation}</span>
      ) : (
        <span className="cut-start" title={owner.organisation.name}>
          <bdi>{owner.organisation.name}</bdi>
        </span>
      )}
      <span className="owner-role">
        <span className="cut">
          {owner.department === null || owner.ownOrganisation ? role : `${owner.department.name} ${role}`}
        </span>
        {owner.mine && <Tag tone="primary">{words.me}</Tag>}
      </span>
    </span>
  );
};

/** In a case: organisation and role are the owner. */
export const OwnerBlock = ({ owner }: { readonly owner: OwnerFact }): React.JSX.Element => {
  const words = useWords(table);
  return (
    <div className="owner-block">
      <span className="note">{words.owner}</span>
      <span className="strong dotted">
        <span>{owner.organisation.name}</span>
        <span>{wordOf(words.roles, owner.role)}</span>
      </span>
      {(owner.department !== null || owner.mine) && (
        <span className="note">
          {owner.department !== null && <span>{owner.department.name} </span>}
          {owner.mine && <Tag tone="primary">{words.me}</Tag>}
        </span>
      )}
    </div>
  );
};
