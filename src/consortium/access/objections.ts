/** Objections as far as access itself looks at them: which look one was made to, and where it stands. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { OwnLooks } from './own-shapes.ts';

/** One row for each look objected to, the latest objection of it. */
export const findObjectedLooks = (resident: string): Statement => ({
  name: 'access-objected-looks',
  text: `select distinct on (k.look) k.look, k.id, c.state
           from objection k join cases c on c.id = k.id
          where k.resident = $1 and k.look is not null and k.withdrawn_at is null order by k.look, k.made_at desc`,
  values: [resident],
});

export const objectionTo = (look: string, rows: Rows): OwnLooks['items'][number]['objection'] => {
  const row = rows.find((each) => String(each['look']) === look);
  return row === undefined ? null : { case: String(row['id']), state: String(row['state']) };
};
