/** The sentences and HTTP statuses of this layer's refusals; joined with the others' by `errorTable` in main.ts. */
import type { ErrorWords } from '../platform/errors.ts';
import { refusals } from '../platform/errors.ts';
import { BED_REFUSALS } from './beds/errors.ts';
import { CARD_WORDS } from './identity/cards.ts';
import { IDENTITY_NUMBER_WORDS } from './identity-number.ts';
import { isRole } from './roles.ts';
import { ROLE_WORDS } from './words.ts';

const roleWord = (language: 'zh' | 'en', role: string | number | undefined): string =>
  typeof role === 'string' && isRole(role) ? ROLE_WORDS[language][role] : String(role ?? '');

const identityNumbers: ErrorWords = Object.fromEntries(
  Object.entries(IDENTITY_NUMBER_WORDS.zh).map(([code, zh]) => [
    code,
    { status: 400, issue: 'value', zh, en: (IDENTITY_NUMBER_WORDS.en as Readonly<Record<string, string>>)[code] ?? zh },
  ]),
);

const cards: ErrorWords = Object.fromEntries(
  Object.entries(CARD_WORDS.zh).map(([code, zh]) => [
    code,
    { status: 400, issue: 'value', zh, en: (CARD_WORDS.en as Readonly<Record<string, string>>)[code] ?? zh },
  ]),
);

export const CONSORTIUM_ERRORS: ErrorWords = {
  ...identityNumbers,
  ...BED_REFUSALS,
  ...cards,
  ...refusals(400, {
    'resident.birth-date': ['没有这一天，请核对出生日期。', 'There is no such day. Check the birth date.'],
    'resident.born-in-the-future': ['出生日期不能晚于今天。', 'The birth date lies after today.'],
    'resident.phone': [
      '联系电话只能包含数字、空格、括号和短横线，5至20位。',
      'A telephone number has 5 to 20 digits, blanks, brackets or hyphens.',
    ],
    'resident.name': [
      '请填写姓名；新生儿还没有取名的，请先指明母亲。',
      'Give a name; of a newborn without one, say who the mother is.',
    ],
    'resident.mother-unknown': [
      '没有找到这位母亲，请用证件重新查找。',
      'The mother was not found. Look her up by card again.',
    ],
    'card.day': ['没有这一天，请核对证件的有效期。', 'There is no such day. Check the period of the card.'],
    'card.period': ['证件的截止日期早于起始日期，请核对。', 'The card ends before it begins. Check its period.'],
    'hold.which-slot': ['请选择要预占的号源。', 'Say which appointment is to be held.'],
    'hold.which-bed': ['请选择要预占的床位。', 'Say which bed is to be held.'],
    'list.cursor': [
      '翻页位置已失效，请从第一页重新查看。',
      'This page mark is no longer valid. Begin again with the first page.',
    ],
    'draft.too-large': ['草稿内容过大，最多64 kB。', 'The draft is too large; the most is 64 kB.'],
    'capacity.no-department': ['缺少科室编号。', 'The department’s id is missing.'],
    'capacity.one-number': [
      '空床数（empty）与额度（places）须且只能报一个。',
      'Exactly one of “empty” and “places” has to be given.',
    ],
    'capacity.impossible-number': [
      '床位数须为0至100000的整数。',
      'A number of beds is a whole number from 0 to 100,000.',
    ],
    'capacity.impossible-time': [
      '时间须写作带时区的 ISO 8601，如 2026-11-20T14:30:00+08:00。',
      'The time has to be ISO 8601 with an offset, like 2026-11-20T14:30:00+08:00.',
    ],
    'clinic.which': [
      '该科室有多个门诊，请写明门诊（clinic）。',
      'The department has several clinics. Say which (“clinic”).',
    ],
    'clinic.impossible-day': [
      '没有这一天；日期须写作 2026-11-23。',
      'There is no such day; a day is written like 2026-11-23.',
    ],
    'clinic.impossible-times': [
      '时段须写作 08:00 至 11:30，且开始早于结束。',
      'A session is written like 08:00 until 11:30 and begins before it ends.',
    ],
    'clinic.impossible-number': [
      '号数须为0至{most}的整数。',
      'A number of appointments is a whole number from 0 to {most}.',
    ],
    'clinic.more-than-all': [
      '优先供家庭医生的号数不能多于总号数。',
      'No more appointments can be kept for family doctors than there are.',
    ],
    'clinic.too-dense': [
      '这个时段最多{most}个号（每分钟一个）。',
      'The session has room for {most} appointments at most, one a minute.',
    ],
    'clinic.twice': [
      '同一门诊的同一时段在一次上报中出现了两次，以前一行为准。',
      'The session stands twice in one posting; the first row counts.',
    ],
    'capacity.future': ['所报时间晚于现在，请核对贵院时钟。', 'The time posted lies ahead. Check your clock.'],
    'capacity.twice': [
      '同一科室在一次上报中出现了两次，以前一行为准。',
      'The department appears twice in one posting; the first row counts.',
    ],
    'token.scope': [
      '权限范围应写作 system/*.cruds 或 system/Patient.rs 等形式。',
      'A scope is written like system/*.cruds or system/Patient.rs.',
    ],
    'token.days': ['令牌有效期应为1至366天。', 'A token lasts 1 to 366 days.'],
    'password.short': ['新密码至少{least}位。', 'The new password has at least {least} characters.'],
    'password.same': ['新密码不能与原密码相同。', 'The new password has to differ from the present one.'],
    'administrator.short-password': ['密码至少{least}位。', 'A password has at least {least} characters.'],
  }),
  ...refusals(401, {
    'sign-in.wrong': ['用户名或密码不正确。', 'The login or the password is wrong.'],
  }),
  ...refusals(403, {
    'sign-in.demonstration-closed': [
      '演示账号只能在本机使用；请用管理员分配的账号登录。',
      'Demonstration accounts work on this machine only. Sign in with an account your administrator gave you.',
    ],
    'role.may-not': [
      (values) => `${roleWord('zh', values['role'])}岗位不能办理此项；如您有其他岗位，请先切换岗位。`,
      (values) =>
        `This cannot be done as ${roleWord('en', values['role']).toLowerCase()}. If you hold another role, change to it first.`,
    ],
    'record.no-relation': [
      '本机构与该居民没有就诊、辖区或转诊关系，不能查看档案；居民在场时，登记就诊后即可查看。',
      'Your organisation has no relation to this resident, so the record cannot be read. With the resident present, register the visit first.',
    ],
    'token.scope-missing': ['令牌没有这项权限：需要 {scope}。', 'The token does not allow this: {scope} is needed.'],
    'slot.other-organisation': [
      '只能维护本机构科室的号源。',
      'Only one’s own organisation’s appointments can be kept.',
    ],
    'hold.not-yours': [
      '这是其他人预占的位置，只能由预占人处理。',
      'Somebody else holds this place; only they can change it.',
    ],
    'hold.slot-for-family-doctors': [
      '该号源目前优先供家庭医生预约，请改选其他时间。',
      'This appointment is kept for family doctors for now. Choose another time.',
    ],
    'hold.belongs-to-case': [
      '单据已提交，预占随单据办理，不能单独改动。',
      'The referral was sent, so its place changes with its steps only.',
    ],
    'quota.other-organisation': [
      '只能填报本机构科室的床位额度。',
      'Only one’s own organisation’s quotas can be stated.',
    ],
  }),
  ...refusals(404, {
    'stock.unknown-item': ['目录中没有这个药品或设备。', 'The catalogue has no such medicine or device.'],
    'department.unknown': ['没有这个科室，或该科室已停用。', 'There is no such department, or it is closed.'],
    'organisation.unknown': ['没有这个机构。', 'There is no such organisation.'],
    'resident.unknown': [
      '没有找到该居民，请用证件重新查找。',
      'There is no such resident. Look them up by card again.',
    ],
    'hold.unknown': ['没有这条预占，或不属于本机构。', 'There is no such hold, or it is not your organisation’s.'],
    'hold.slot-unknown': [
      '该科室没有这个号源，请重新选择。',
      'The department has no such appointment. Choose another.',
    ],
    'clinic.unknown': ['该科室没有这个门诊，请核对门诊编号。', 'The department has no such clinic. Check its code.'],
    'slot.unknown': ['没有这个号源，或已撤销。', 'There is no such appointment, or it was withdrawn.'],
    'hold.bed-unknown': ['该科室没有这张床，请重新选择。', 'The department has no such bed. Choose another.'],
    'draft.unknown': ['没有这份草稿，可能已提交或删除。', 'There is no such draft; it may have been sent or deleted.'],
  }),
  ...refusals(409, {
    'resident.exists': [
      ({ name }) =>
        `该身份证号已登记${name === undefined || name === '' ? '' : `（${name}）`}，无需新建；请核对本人后直接登记就诊。`,
      ({ name }) =>
        `This identity number is registered already${name === undefined || name === '' ? '' : ` (${name})`}. Check that it is the same person and register the visit.`,
    ],
    'resident.likely': [
      ({ count }) => `区域内有${String(count ?? '')}位居民可能是同一个人，尚未保存；请逐一核对后再登记。`,
      ({ count }) => `${String(count ?? '')} residents may be the same person. Nothing was saved: compare them first.`,
    ],
    'card.of-another': [
      ({ name }) => `这个号码已登记在另一份档案（${String(name ?? '')}）名下，未保存；如是同一人，请提请身份核对。`,
      ({ name }) =>
        `This number is in another record (${String(name ?? '')}). Nothing was saved; if it is the same person, ask for a comparison.`,
    ],
    'card.one-already': [
      '该居民已有在用的同类证件；请先将原号码标为“已换发”或“登记有误”。',
      'The resident has a card of this kind in use. Say first that it was replaced or entered in error.',
    ],
    'card.twice': ['该居民已登记这个号码。', 'The resident has this number already.'],
    'card.unknown': ['该居民没有登记这个号码，请刷新后再看。', 'The resident has no such number. Reload.'],
    'resident.changed-meanwhile': [
      '身份信息刚被他人修改，未保存；请刷新后再改。',
      'Somebody else has just changed this identity. Nothing was saved: reload and do it again.',
    ],
    'resident.deceased': [
      '该居民已登记死亡，不能登记就诊；如有误请联系公卫人员更正。',
      'This resident is recorded as deceased and cannot be registered. If that is wrong, ask public health to correct it.',
    ],
    'hold.quota-full': ['该科室已无空余，请改选其他科室。', 'The department has no free place left. Choose another.'],
    'hold.slot-taken': [
      '该号源刚被占用，请改选其他时间。',
      'The appointment has just been taken. Choose another time.',
    ],
    'hold.bed-taken': ['该床位在这段时间已被占用，请改选。', 'The bed is taken in that period. Choose another.'],
    'hold.slot-past': ['该号源时间已过，请改选其他时间。', 'The appointment’s time has passed. Choose another.'],
    'hold.own-organisation': [
      '这是本机构的科室，转诊请选择其他机构。',
      'That is your own organisation’s department. Choose another organisation.',
    ],
    'hold.no-quota': [
      '该科室未提供转诊床位额度，请改选或联系对方总值班。',
      'The department offers no places to referrals. Choose another or ring its duty office.',
    ],
    'hold.already-held': [
      '这份草稿已预占了位置，请刷新后再改选。',
      'This draft holds a place already. Reload before choosing another.',
    ],
    'hold.not-active': [
      '预占已释放或已到期，请重新预占。',
      'The hold was released or has run out. Hold a place again.',
    ],
    'hold.not-used': ['该位置没有人占用，无需腾出。', 'Nobody occupies this place.'],
    'hold.extended-already': [
      '预占只能延长一次；到期后可重新预占。',
      'A hold can be extended once. When it has run out, hold a place again.',
    ],
    'quota.below-use': [
      '不能少于已占用与已预占之和；请先腾出或等预占到期。',
      'It cannot be less than what is occupied and held. Free places first, or wait for holds to run out.',
    ],
    'slot.exists': [
      '该科室这个时间已有号源，请换一个时间。',
      'The department has an appointment at this time already. Choose another time.',
    ],
    'slot.held': [
      '该号源已有人预占，不能撤销；请先与转出机构联系改约。',
      'Somebody holds this appointment, so it cannot be withdrawn. Ask the sending organisation to move it first.',
    ],
    'slot.past': ['号源时间须晚于现在。', 'An appointment has to lie ahead.'],
    'slot.too-far': ['号源最多开放到{days}天后。', 'Appointments can be offered at most {days} days ahead.'],
    'capacity.nothing-stated': [
      '该科室没有床位额度也没有号源，无可确认。',
      'The department offers neither places nor appointments; there is nothing to confirm.',
    ],
    'capacity.older': [
      '所报时间（{at}）不晚于平台已有的数据（{known}），未采用。',
      'The time posted ({at}) is not later than what is known ({known}), so it was not taken.',
    ],
    'clinic.past': ['这个时段已经过去。', 'The session is over.'],
    'clinic.overlaps': [
      '与该门诊已上报的另一时段重叠；请先把那一时段报为0个号，或沿用原来的开始时间。',
      'It overlaps a session posted before. Post that one with 0 places first, or keep its beginning.',
    ],
    'clinic.same-moment': [
      '同一时刻（{at}）已报过不同的号数，未采用；更正须用新的时间。',
      'Other numbers were posted for the same moment ({at}), so it was not taken. A correction needs a new time.',
    ],
    'clinic.below-held': [
      '{places}个号少于已预占和已预约的{held}个，未采用；请先联系转出机构改约。',
      '{places} appointments are fewer than the {held} held or booked, so it was not taken. Ask the senders to move them first.',
    ],
    'capacity.below-held': [
      '空床数{empty}少于已预占的{held}张，未采用；请核对，或与预占机构联系。',
      '{empty} empty beds are fewer than the {held} held, so it was not taken. Check it, or ring whoever holds them.',
    ],
    'role.not-held': ['您今天没有这个岗位，或该岗位已结束。', 'You do not hold this role today, or it has ended.'],
    'draft.stale': [
      '这份草稿已在别处保存过（{at}），您刚才填写的内容尚未保存。',
      'This draft was saved elsewhere ({at}); what you have just typed is not saved.',
    ],
    'token.other-organisation': [
      '该接口账号属于 {organisation}，不能换机构。',
      'This client belongs to {organisation} and cannot change its organisation.',
    ],
    'password.wrong': ['原密码不正确。', 'The present password is wrong.'],
    'password.demonstration': [
      '演示账号的密码不能修改。',
      'The password of a demonstration account cannot be changed.',
    ],
    'account.nothing-to-start': [
      '没有待发初始密码的账号；本人已改过密码的不能重发。',
      'No account waits for a start password; one whose person has changed it gets no other.',
    ],
    'administrator.exists': [
      '已有系统管理员；请由其分配账号。',
      'There is an administrator already, who gives out accounts.',
    ],
    'administrator.login-taken': ['该用户名已被使用。', 'This login is taken.'],
  }),
  ...refusals(429, {
    'sign-in.throttled': ['尝试次数过多，请{seconds}秒后再试。', 'Too many attempts. Try again in {seconds} seconds.'],
  }),
};
