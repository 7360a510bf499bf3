/** The words of 药品与设备目录. */
import { words as table } from '../../../platform/words.ts';

export const words = table(
  {
    title: '药品与设备目录',
    menu: '药品目录',
    note: (organisation: string) =>
      `${organisation}是否配备。上级医院开回转单时按此核对；未登记的显示“不清楚”，不当作没有。`,
    find: '药品或设备名称',
    kinds: { medicine: '药品', device: '设备' },
    count: (known: number, all: number) => `已登记${String(known)}项，共${String(all)}项`,
    only: '只看不清楚的',
    states: { kept: '有', short: '暂缺', 'not-kept': '不配备' },
    unknown: '不清楚',
    said: (who: string, when: string) => `${who} 更新于 ${when}`,
    byRegion: '区域数据',
    never: '尚未登记',
    madeUp: '虚构',
    saved: (name: string, state: string) => `${name}：${state}`,
    none: '没有找到药品或设备',
    noneWhy: '请换一个名称，或取消筛选。',
    may: '由乡村医生、全科医师、护士或公卫人员登记',
  },
  {
    title: 'Medicines and devices',
    menu: 'Medicines',
    note: (organisation) =>
      `What ${organisation} keeps. Hospitals check return plans against this; what nobody said is “not known”, not missing.`,
    find: 'Name of a medicine or device',
    kinds: { medicine: 'Medicines', device: 'Devices' },
    count: (known, all) => `${String(known)} of ${String(all)} said`,
    only: 'Only those not known',
    states: { kept: 'Kept', short: 'Short of it', 'not-kept': 'Not kept' },
    unknown: 'Not known',
    said: (who, when) => `${who}, updated ${when}`,
    byRegion: 'Region data',
    never: 'Never said',
    madeUp: 'Made up',
    saved: (name, state) => `${name}: ${state}`,
    none: 'No medicine or device found',
    noneWhy: 'Try another name, or take the filter away.',
    may: 'Kept by village doctors, general practitioners, nurses and public health workers',
  },
);
