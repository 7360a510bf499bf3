/** A noun that changes inside a pair of numbers which a reader takes for part and whole: 机构367个 planned, 项目333个 finished. */
import type { Finding, ReadLetter } from './finding.ts';
import { quotesOf, told } from './finding.ts';
import { familyOf } from './mention.ts';

const FIRST = /谋划|规划|计划|签约|招引|储备|申报|录取|招聘/;
const THEN = /已?完工|已?建成|已?开工|已?竣工|投用|运营|立项|毕业|上岗|获批/;
const HEADS = /项目|机构|医院|中心|人员|学员|医生|床位|企业|站点/g;

/** Planned and finished, signed and started: counted by one noun, or said why not. */
export const nounChanges = ({ mentions }: ReadLetter): readonly Finding[] =>
  mentions.flatMap((first, place) => {
    const then = mentions[place + 1];
    if (!then || then.sentence !== first.sentence || first.kind !== 'count' || then.kind !== 'count') return [];
    if (familyOf(first.unit) !== familyOf(then.unit) || then.value > first.value) return [];
    if (!FIRST.test(first.clause) || !THEN.test(then.clause) || FIRST.test(then.clause)) return [];
    const heads = (text: string): string | undefined => text.match(HEADS)?.at(-1);
    const one = heads(first.noun);
    const other = heads(then.noun);
    if (one === undefined || other === undefined || one === other) return [];
    return [
      {
        kind: 'unit-or-period-changed' as const,
        quotes: quotesOf([first, then]),
        reason: 'noun-in-pair',
        with: {
          one: `${one}${told(first)}`,
          other: `${other}${told(then)}`,
          share: `${((then.value / first.value) * 100).toFixed(2)}%`,
        },
      },
    ];
  });
