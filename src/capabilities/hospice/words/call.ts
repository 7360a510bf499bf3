/** A call to whoever is on duty, in words: its form, questions and answers, and the part of the page. */
import { words as table } from '../../../platform/words.ts';

export const callWords = table(
  {
    forms: { 'hospice-call': '来电记录' },
    questions: { calledAt: '来电时间', caller: '来电人', about: '什么事', advice: '怎么答复的', followed: '之后' },
    answers: {
      breathlessness: '喘不上气',
      agitation: '躁动不安',
      bleeding: '出血',
      vomiting: '呕吐',
      fever: '发热',
      'medicine-short': '药不够或出问题',
      dying: '可能要走了',
      'advice-enough': '电话指导即可',
      'transfer-asked': '申请转接',
      ambulance: '已叫120',
    },
    title: '来电',
    none: '没有来电记录',
    more: (count: string) => `另有${count}次，见时间线`,
    kept: '来电已记录',
  },
  {
    forms: { 'hospice-call': 'Call' },
    questions: {
      calledAt: 'Called at',
      caller: 'Who called',
      about: 'About',
      advice: 'What was advised',
      followed: 'Then',
    },
    answers: {
      breathlessness: 'Breathlessness',
      agitation: 'Agitation',
      bleeding: 'Bleeding',
      vomiting: 'Vomiting',
      fever: 'Fever',
      'medicine-short': 'Medicine short or amiss',
      dying: 'May be dying',
      'advice-enough': 'Advice was enough',
      'transfer-asked': 'A transfer is asked for',
      ambulance: 'Ambulance called',
    },
    title: 'Calls',
    none: 'No calls recorded',
    more: (count: string) => `${count} more in the timeline`,
    kept: 'The call is recorded',
  },
);
