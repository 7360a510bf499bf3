/** Personal names for synthetic people: frequent surnames by weight, given names by generation. */
import type { Draw } from './draw.ts';

// prettier-ignore
const SURNAMES: readonly (readonly [string, number])[] = [
  ['王', 96], ['李', 92], ['张', 90], ['刘', 72], ['陈', 24], ['杨', 40], ['赵', 48], ['黄', 12], ['周', 20], ['吴', 18],
  ['徐', 26], ['孙', 44], ['马', 28], ['朱', 18], ['胡', 12], ['郭', 20], ['何', 10], ['林', 12], ['高', 24], ['罗', 6],
  ['郑', 10], ['梁', 10], ['宋', 22], ['唐', 8], ['许', 10], ['韩', 18], ['冯', 10], ['邓', 4], ['曹', 10], ['彭', 4],
  ['曾', 3], ['肖', 10], ['田', 10], ['董', 12], ['袁', 6], ['潘', 5], ['于', 24], ['蒋', 5], ['蔡', 5], ['余', 3],
  ['杜', 9], ['叶', 4], ['程', 6], ['苏', 6], ['魏', 9], ['吕', 8], ['丁', 7], ['任', 7], ['沈', 5], ['姚', 6],
  ['卢', 5], ['姜', 14], ['崔', 10], ['钟', 3], ['谭', 4], ['陆', 4], ['汪', 4], ['范', 7], ['金', 9], ['石', 7],
  ['廖', 2], ['贾', 7], ['夏', 5], ['付', 6], ['方', 4], ['邹', 4], ['白', 7], ['孟', 7], ['秦', 5], ['邱', 4],
  ['侯', 6], ['江', 3], ['尹', 6], ['薛', 4], ['闫', 6], ['段', 4], ['雷', 3], ['龙', 2], ['史', 4], ['陶', 3],
  ['历', 1], ['战', 1], ['隋', 3], ['滕', 2], ['欧阳', 1],
];

const OLDER_MALE = '国建德福玉振永长文志明学广洪忠春树凤万殿景庆海山林生军富贵祥荣发财喜全才义臣'.split('');
const OLDER_FEMALE = '淑桂秀玉凤兰英珍芝芹琴荣香华云霞芬梅杰贤清艳春红敏娟丽萍素亚'.split('');
const MIDDLE_MALE = '伟刚勇军强磊涛波斌辉健鹏飞峰超亮明志宏海洋立东文俊龙彦国庆春雷'.split('');
const MIDDLE_FEMALE = '丽敏静娟艳娜霞燕玲红梅莉萍华颖杰秋月晓春雪冬洁琳欣海英新亚立'.split('');
const YOUNG_MALE = '浩宇轩子涵泽博文俊杰睿嘉皓一铭天佑昊晨思远明哲景逸沐辰书恒'.split('');
const YOUNG_FEMALE = '欣怡雨涵梓诗琪佳子萱语桐可心思彤若溪梦瑶艺馨静宜妙婷书瑶一诺'.split('');

const TOTAL = SURNAMES.reduce((sum, [, weight]) => sum + weight, 0);

export const drawSurname = (draw: Draw): string => {
  let left = draw.next() * TOTAL;
  for (const [surname, weight] of SURNAMES) {
    left -= weight;
    if (left < 0) return surname;
  }
  return '王';
};

/** A given name as people of that sex and birth year carry: one character in seven of the middle generation's. */
export const drawGivenName = (draw: Draw, gender: 'male' | 'female', birthYear: number): string => {
  const characters =
    birthYear < 1966
      ? gender === 'male'
        ? OLDER_MALE
        : OLDER_FEMALE
      : birthYear < 1998
        ? gender === 'male'
          ? MIDDLE_MALE
          : MIDDLE_FEMALE
        : gender === 'male'
          ? YOUNG_MALE
          : YOUNG_FEMALE;
  const first = draw.pick(characters);
  if (birthYear >= 1966 && birthYear < 1998 && draw.chance(0.15)) return first;
  let second = draw.pick(characters);
  for (let tries = 0; second === first && tries < 5; tries++) second = draw.pick(characters);
  return first + second;
};
