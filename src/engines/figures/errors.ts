import type { ErrorWords } from '../../platform/errors.ts';

/** Why a figure is not answered. A missing value is no error: it is an answer that says so. */
export const FIGURE_ERRORS: ErrorWords = {
  'figures.unknown': { status: 404, zh: '没有指标“{figure}”', en: 'There is no figure “{figure}”.' },
  'figures.impossible-period': {
    status: 422,
    zh: '期间不对：起止应为日期，且起不晚于止',
    en: 'The period is not possible: two dates, the first not after the second.',
  },
  'figures.period-in-the-future': {
    status: 422,
    zh: '期间止于{day}，还没有到；请把止期改到数据截至日或之前',
    en: 'The period ends on {day}, which is still to come. End it on the as-of day or before.',
  },
  'figures.as-of-the-future': {
    status: 422,
    zh: '数据截至时间不能晚于现在',
    en: 'What will be known later cannot be asked for.',
  },
  'figures.not-valid-then': {
    status: 422,
    zh: '指标“{figure}”的这一版口径在{day}不适用',
    en: 'This version of the figure “{figure}” is not valid on {day}.',
  },
  'figures.unknown-scope': {
    status: 404,
    zh: '没有这个机构、医共体、县区或层级',
    en: 'There is no such organisation, consortium, district or level.',
  },
  'figures.being-made': {
    status: 503,
    zh: '指标所用的事实正在从记录重建，请稍后再看',
    en: 'The facts behind this figure are being made from the records. Please look again soon.',
  },
  'figures.of-another': {
    status: 403,
    zh: '您只能查看本机构的指标',
    en: 'You may see the figures of your own organisation.',
  },
  'figures.too-many': { status: 422, zh: '一次最多查询{most}个指标', en: 'At most {most} figures at a time.' },
};
