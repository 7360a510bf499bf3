import { describe, expect, test } from 'vitest';
import { form } from '../../engines/forms/define.ts';
import { answersOf, errorsOf, faultsOf } from './form-answers.ts';
import { words } from './words.ts';

const { questions } = form({
  name: 'return-note',
  version: 1,
  questions: {
    diagnosis: { kind: 'text', required: true, max: 5 },
    days: { kind: 'whole', required: true, min: 1, max: 90 },
    weight: { kind: 'quantity', unit: 'kg', min: 1, max: 300 },
    urgency: { kind: 'choice', among: ['routine'], required: true },
    arrivedAt: { kind: 'instant' },
    tasks: {
      kind: 'repeat',
      of: { what: { kind: 'text', required: true }, due: { kind: 'date', required: true, notBefore: 'today' } },
    },
  },
});
const labels = {
  questions: { diagnosis: '诊断结果', days: '随访期限', urgency: '紧急程度', what: '事项', due: '日期' },
  answers: {},
};
const now = new Date('2026-11-20T14:30:00+08:00');
const check = (values: Readonly<Record<string, unknown>>) => faultsOf(questions, values, labels, now, words.zh);

describe('what was typed', () => {
  test('is refused where something required is missing, each at its field and in the form’s order', () => {
    expect(Object.entries(check({ tasks: [{ what: '换药' }] }))).toEqual([
      ['diagnosis', '请填写诊断结果'],
      ['days', '请填写随访期限'],
      ['urgency', '请选择紧急程度'],
      ['tasks.0.due', '请填写日期'],
    ]);
  });

  test('is refused where it is too long, no number, out of range, or in the past', () => {
    const faults = check({
      diagnosis: '一二三四五六',
      days: '91',
      weight: '七十',
      urgency: 'routine',
      arrivedAt: '2026-11-20T',
      tasks: [{ what: '换药', due: '2026-11-19' }],
    });
    expect(faults).toEqual({
      diagnosis: '最多5字',
      days: '请填写1至90之间的数',
      weight: '请填写数字',
      arrivedAt: '时间写作 14:30',
      'tasks.0.due': '日期不能早于今日',
    });
  });

  test('is sent trimmed, numbers as numbers, and empty rows left out', () => {
    expect(
      answersOf(questions, {
        diagnosis: ' 肺炎 ',
        days: '14',
        weight: '',
        urgency: 'routine',
        tasks: [{}, { what: '换药' }],
      }),
    ).toEqual({ diagnosis: '肺炎', days: 14, urgency: 'routine', tasks: [{ what: '换药' }] });
  });
});

describe('the server’s field errors', () => {
  test('are read by question, whether an answer is wrong or the request has another shape', () => {
    expect(
      errorsOf({
        errors: [
          { question: 'tasks.0.due', code: 'in-the-past', sentence: '日期不能早于今日。' },
          { where: 'body.answers.contact', what: '无效输入' },
          { where: 1 },
        ],
      }),
    ).toEqual({ 'tasks.0.due': '日期不能早于今日。', contact: '无效输入' });
    expect(errorsOf({})).toEqual({});
  });
});
