/** Who acts, for the contact note, the signer's name and the issuer's. */
import type { Statement } from '../../../platform/postgres/database.ts';

export type Office = {
  readonly person: string;
  readonly phone: string;
  readonly organisation: string;
  readonly kind: string;
};

export const asOffice = (role: string): Statement => ({
  name: 'letter-office',
  text: `select p.name as person, coalesce(p.phone, o.phone, '') as phone, o.name as organisation, o.kind
           from practitioner_role r join person p on p.id = r.person join organisation o on o.id = r.organisation
          where r.id = $1`,
  values: [role],
});
