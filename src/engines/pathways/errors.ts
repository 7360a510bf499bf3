/** The sentences of the engine's own refusals. */
import { refusals } from '../../platform/errors.ts';
import type { ErrorWords } from '../../platform/errors.ts';

export const PATHWAY_ERRORS: ErrorWords = {
  ...refusals(404, {
    'unknown-pathway': ['没有这个流程。', 'There is no such pathway.'],
    'unknown-step': ['没有这个办理动作。', 'There is no such step.'],
    'case-not-found': [
      '没有这件事项，或本机构与它没有关系。',
      'There is no such case, or your organisation has no part in it.',
    ],
  }),
  ...refusals(403, {
    'step-of-the-system': ['这一步由系统按时限自动办理。', 'The system takes this step when the time is up.'],
    'step-of-another-side': ['这一步由对方机构办理。', 'The other organisation takes this step.'],
    'step-of-another-role': [
      ({ rolesZh }) => (rolesZh === undefined ? '您的岗位不能办理这一步。' : `由${String(rolesZh)}办理。`),
      ({ rolesEn }) => (rolesEn === undefined ? 'Your role cannot take this step.' : `Taken by: ${String(rolesEn)}.`),
    ],
    'step-of-another-department': ['由接收科室的人员办理。', 'Taken by the receiving department.'],
  }),
  ...refusals(409, {
    'step-not-in-this-state': [
      '现在的状态不能办理这一步，请刷新后查看可办理的动作。',
      'This step is not possible in the present state; reload to see what is.',
    ],
    'stale-version': [
      '这件事项刚被更新过：{stepZh}，现在是“{stateZh}”。您填写的内容已保留，请查看最新后再办理。',
      'This case was just changed: {stepEn}; it is now “{stateEn}”. What you typed is kept; look at the latest, then go on.',
    ],
    'case-already-open': ['这张单已经提交过，没有重复提交。', 'This was sent already and was not sent twice.'],
    'idempotency-key-in-use': ['同一请求正在办理，请稍候查看结果。', 'The same request is being worked on.'],
  }),
  ...refusals(422, {
    'unknown-organisation': ['没有这家机构，请重新选择。', 'There is no such organisation; choose again.'],
    'answer-leads-nowhere': [
      '所填内容不能决定下一步，请检查表单。',
      'The answers do not lead to a next state; check the form.',
    ],
    'wrong-answers': ['有{count}处需要更正。', '{count} answers need correcting.'],
    'idempotency-key-reused': [
      '同一个请求编号已用于另一份内容，本次未办理。',
      'This Idempotency-Key was used with another body; nothing was done.',
    ],
    'worklist.too-long': [
      '超过{most}件，请先用筛选缩小范围再导出。',
      'There are more than {most} cases. Narrow the list by its filters first.',
    ],
    'worklist.unknown-mark': [
      '没有这个筛选条件，请清除筛选后重试。',
      'There is no such filter. Clear the filters and try again.',
    ],
    'bad-cursor': ['翻页位置无效，请从第一页重新打开。', 'This page marker is not valid; open the first page again.'],
  }),
};

/** Sentences of wrong answers, shown at their questions. */
export const ANSWER_ERRORS: Readonly<
  Record<'zh' | 'en', Readonly<Record<string, (values: Readonly<Record<string, string | number>>) => string>>>
> = {
  zh: {
    missing: () => '请填写。',
    'unknown-question': () => '表单没有这一项。',
    'wrong-kind': () => '填写的内容格式不对。',
    'not-among': () => '请从所列选项中选择。',
    'too-long': ({ max }) => `最多${String(max)}字。`,
    'too-many': ({ max }) => `最多${String(max)}项。`,
    'too-small': ({ min }) => `不能小于${String(min)}。`,
    'too-large': ({ max }) => `不能大于${String(max)}。`,
    'impossible-date': () => '没有这个日期或时间。',
    'in-the-past': () => '不能早于今天。',
    'in-the-future': () => '不能晚于今天。',
  },
  en: {
    missing: () => 'Please answer.',
    'unknown-question': () => 'The form has no such question.',
    'wrong-kind': () => 'This is not the kind of answer asked for.',
    'not-among': () => 'Choose one of those listed.',
    'too-long': ({ max }) => `At most ${String(max)} characters.`,
    'too-many': ({ max }) => `At most ${String(max)} entries.`,
    'too-small': ({ min }) => `Not less than ${String(min)}.`,
    'too-large': ({ max }) => `Not more than ${String(max)}.`,
    'impossible-date': () => 'There is no such date or time.',
    'in-the-past': () => 'Not before today.',
    'in-the-future': () => 'Not after today.',
  },
};
