/** What the story says: one sentence a step, with what was seen. */
import { words } from './platform/words.ts';

type Who = { readonly name: string; readonly place: string };
type Seen = { readonly number: string; readonly state: string; readonly owner: string; readonly due: string };
type Loop = { readonly numerator: number; readonly denominator: number; readonly value: string };

const owes = ({ state, owner, due }: Omit<Seen, 'number'>): string => `现为“${state}”，责任方${owner}，时限 ${due}`;
const owesEn = ({ state, owner, due }: Omit<Seen, 'number'>): string => `now “${state}”, owned by ${owner}, due ${due}`;

export const storyWords = words(
  {
    running: (address: string) => `在正在运行的康联上走一遍转诊：${address}`,
    own: (address: string) => `没有正在运行的康联，另起一个临时的，走完即删除：${address}`,
    person: (who: Who, role: string) => `${who.name}（${who.place}，${role}）`,
    before: (who: string, loop: Loop) =>
      `${who}查看本年转诊闭环率：${loop.numerator}/${loop.denominator}，${loop.value}。`,
    found: (who: string, resident: string, age: string, card: string) =>
      `${who}在本辖区名单中找到${resident}，${age}，证件 ${card}（已隐去）。`,
    filled: (resident: string, allergy: string, findings: string) =>
      `转诊单由${resident}的档案带出：过敏史“${allergy}”，检查“${findings}”。`,
    place: (department: string, free: number) => `${department}同属一个医共体，可接收 ${free} 人，预占一个。`,
    held: (department: string, until: string, free: number) =>
      `已预占${department}的床位，保留到 ${until}；该科空位变为 ${free}。`,
    sent: (resident: string, seen: Seen) => `${resident}知情同意并签字，转诊单 ${seen.number} 已提交，${owes(seen)}。`,
    sentOwed: (resident: string, seen: Seen) =>
      `${resident}胸痛，按急诊转诊，先救治后补签：转诊单 ${seen.number} 已提交，${owes(seen)}。`,
    listed: (who: string, number: string, place: number, due: string) =>
      `${who}的待办中第 ${place} 条就是 ${number}，须在 ${due} 前答复。`,
    refused: (who: string, sentence: string) => `${who}想拒绝，系统不允许：“${sentence}”`,
    took: (who: string, step: string, seen: Seen) => `${who}“${step}”，${seen.number} ${owes(seen)}。`,
    homeFirst: (department: string) => `逐级转诊先到${department}：居民持转诊单直接就诊，不用预占。`,
    onward: (first: string, seen: Seen) => `${first} 等着上级医院；居民的下一段是 ${seen.number}，${owes(seen)}。`,
    carried: (first: string, second: string) => `县医院在 ${second} 写的方案已带入 ${first} 的回转单，不用再录一遍。`,
    closed: (who: string, step: string, number: string, state: string, steps: number) =>
      `${who}“${step}”：${number} 已是“${state}”，全程 ${steps} 步都有据可查，再没有责任方和时限。`,
    after: (who: string, loop: Loop) => `${who}再看转诊闭环率：${loop.numerator}/${loop.denominator}，${loop.value}。`,
    moved: (before: Loop, after: Loop, cases: string) =>
      `闭环率由 ${before.numerator}/${before.denominator} 变为 ${after.numerator}/${after.denominator}，多出的正是 ${cases}。`,
    foreignStored: (count: number, file: string) => `另一家系统送来 ${file}：${count} 份记录，整包存入。`,
    foreignKnown: (file: string) => `${file} 中的病人以前已经送来过，不再重复送。`,
    foreignFound: (who: string, number: string, resident: string) => `${who}凭外来病历号 ${number} 找到${resident}。`,
    foreignUnread: (sentence: string) => `登记之前调不出档案：“${sentence}”`,
    foreignRegistered: (who: string, resident: string, until: string) =>
      `${who}登记${resident}到院就诊，有权查看档案至 ${until}。`,
    whole: '转诊走完一圈：去有人接，回有人管。',
    allergies: { present: '有过敏', 'none-known': '未发现过敏', 'never-asked': '未询问' },
    nothing: '无',
    noFigure: '尚无可算',
    years: (age: number | null) => (age === null ? '年龄不详' : `${String(age)} 岁`),
    broken: {
      start: (address: string, reason: string) => `连接不上 ${address}（${reason}），请先启动康联，或不写 --address。`,
      answer: (what: string, status: number, sentence: string) => `${what} 得到 ${String(status)}：${sentence}`,
      unlike: (what: string, place: string) => `${what} 的回答与接口文档不符：${place}`,
      noResident: '本辖区名单中没有可转诊的居民。',
      notHomeFirst: '村医看到的第一个去处应是本镇卫生院的门诊，却不是。',
      unrelated: (first: string, second: string) => `${second} 应是 ${first} 的下一段，却看不出来。`,
      noPlace: '县医院心内科没有空床，走不下去；请稍后再试，或由床位管理员增加可接收人数。',
      holdNotCounted: (before: number, after: number) =>
        `预占之后空位应少一个，却由 ${String(before)} 变为 ${String(after)}。`,
      state: (number: string, wanted: string, seen: string) => `${number} 应为“${wanted}”，却是“${seen}”。`,
      owner: (number: string) => `${number} 未办结，却没有责任方或时限。`,
      unlisted: (number: string) => `接收方的待办里没有 ${number}。`,
      notRefused: (what: string, wanted: string, seen: string) => `${what} 应被拒绝（${wanted}），却得到 ${seen}。`,
      figure: (wanted: string, seen: string) => `闭环率应为 ${wanted}，却是 ${seen}。`,
      behind: (number: string) => `闭环率背后的清单里没有 ${number}。`,
      file: (file: string, reason: string) => `读不了 ${file}（${reason}）：应为 FHIR 事务包，可用 gzip 压缩。`,
      stored: (sent: number, stored: number) => `送去 ${String(sent)} 份记录，只存下 ${String(stored)} 份。`,
      unfound: (number: string, count: number) => `凭病历号 ${number} 应找到一人，却找到 ${String(count)} 人。`,
      interrupted: '已中断，正在停止。',
      noToken: '另一处的康联不能在这里发放令牌：请在它的数据目录上运行（--data-dir）。',
    },
  },
  {
    running: (address) => `Playing a referral on the Kanglian running at ${address}`,
    own: (address) => `No Kanglian is running; playing on one of our own, removed afterwards: ${address}`,
    person: (who, role) => `${who.name} (${who.place}, ${role})`,
    before: (who, loop) =>
      `${who} looks at this year's closed-loop rate: ${loop.numerator}/${loop.denominator}, ${loop.value}.`,
    found: (who, resident, age, card) =>
      `${who} finds ${resident}, ${age}, in the list of the own catchment, card ${card} (masked).`,
    filled: (resident, allergy, findings) =>
      `The form is filled from the record of ${resident}: allergies “${allergy}”, findings “${findings}”.`,
    place: (department, free) => `${department} belongs to the same consortium and can take ${free}; one is held.`,
    held: (department, until, free) => `A bed of ${department} is held until ${until}; ${free} are left.`,
    sent: (resident, seen) =>
      `${resident} has been told and has signed; referral ${seen.number} is sent, ${owesEn(seen)}.`,
    sentOwed: (resident, seen) =>
      `${resident} has chest pain: an emergency, treated first and signed for later. Referral ${seen.number} is sent, ${owesEn(seen)}.`,
    listed: (who, number, place, due) =>
      `${who} has ${number} as number ${place} of the worklist, to be answered by ${due}.`,
    refused: (who, sentence) => `${who} would refuse; that is not possible: “${sentence}”`,
    took: (who, step, seen) => `${who}: “${step}”; ${seen.number} is ${owesEn(seen)}.`,
    homeFirst: (department) =>
      `Step by step, ${department} comes first: the resident goes there with the referral, nothing needs holding.`,
    onward: (first, seen) => `${first} waits for the hospital; the way on is ${seen.number}, ${owesEn(seen)}.`,
    carried: (first, second) =>
      `The plan the county hospital wrote in ${second} fills the return form of ${first}; nobody types it twice.`,
    closed: (who, step, number, state, steps) =>
      `${who}: “${step}”; ${number} is “${state}”, all ${steps} steps on record, with no owner and no clock any more.`,
    after: (who, loop) =>
      `${who} looks at the closed-loop rate again: ${loop.numerator}/${loop.denominator}, ${loop.value}.`,
    moved: (before, after, cases) =>
      `The rate moved from ${before.numerator}/${before.denominator} to ${after.numerator}/${after.denominator}; what was added is ${cases}.`,
    foreignStored: (count, file) => `Another system sends ${file}: ${count} records, stored whole.`,
    foreignKnown: (file) => `The patient of ${file} was sent before and is not sent again.`,
    foreignFound: (who, number, resident) => `${who} finds ${resident} by the foreign record number ${number}.`,
    foreignUnread: (sentence) => `Before registration the record stays shut: “${sentence}”`,
    foreignRegistered: (who, resident, until) =>
      `${who} registers ${resident} as here today; the record may be read until ${until}.`,
    whole: 'The referral has come all the way round: somebody took it there, somebody took it back.',
    allergies: { present: 'present', 'none-known': 'none known', 'never-asked': 'never asked' },
    nothing: 'none',
    noFigure: 'nothing to count yet',
    years: (age) => (age === null ? 'of unknown age' : `${String(age)} years old`),
    broken: {
      start: (address, reason) =>
        `${address} cannot be reached (${reason}); start Kanglian first, or leave --address out.`,
      answer: (what, status, sentence) => `${what} was answered with ${String(status)}: ${sentence}`,
      unlike: (what, place) => `The answer to ${what} is not what the documentation says: ${place}`,
      noResident: 'The list of the own catchment has no resident to refer.',
      notHomeFirst:
        'The first place a village doctor is shown should be the clinic of the own township hospital and is not.',
      unrelated: (first, second) => `${second} should be the way on from ${first}, and does not say so.`,
      noPlace:
        'Cardiology of the county hospital has no free bed, so the story stops; try later or let the bed manager raise the quota.',
      holdNotCounted: (before, after) =>
        `A hold takes one free place, but they went from ${String(before)} to ${String(after)}.`,
      state: (number, wanted, seen) => `${number} should be “${wanted}” and is “${seen}”.`,
      owner: (number) => `${number} is open and has no owner or no clock.`,
      unlisted: (number) => `${number} is not in the receiver's worklist.`,
      notRefused: (what, wanted, seen) => `${what} should be refused (${wanted}) and got ${seen}.`,
      figure: (wanted, seen) => `The closed-loop rate should be ${wanted} and is ${seen}.`,
      behind: (number) => `${number} is not among the cases behind the closed-loop rate.`,
      file: (file, reason) => `${file} cannot be read (${reason}): a FHIR transaction bundle is wanted, gzip or not.`,
      stored: (sent, stored) => `${String(sent)} records were sent and ${String(stored)} stored.`,
      unfound: (number, count) => `The record number ${number} should find one person and found ${String(count)}.`,
      interrupted: 'Interrupted; stopping.',
      noToken: 'No token can be made here for a Kanglian elsewhere: run this on its data folder (--data-dir).',
    },
  },
);

/** The same sentence in both languages. */
export type Sentence = { readonly zh: string; readonly en: string };
type Table = (typeof storyWords)['zh'];

/** `both((w) => w.whole)` */
export const both = (word: (words: Table, language: 'zh' | 'en') => string): Sentence => ({
  zh: word(storyWords.zh, 'zh'),
  en: word(storyWords.en, 'en'),
});

/** The story is not as told: what was seen instead, in a sentence. */
export class StoryBroken extends Error {
  declare protected readonly own: true;
  readonly sentence: Sentence;
  constructor(sentence: Sentence) {
    super(`${sentence.zh}\n${sentence.en}`);
    this.sentence = sentence;
  }
}
export const broken = (word: (words: Table['broken']) => string): StoryBroken =>
  new StoryBroken(both((table) => word(table.broken)));
