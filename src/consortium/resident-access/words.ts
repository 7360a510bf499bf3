/** How things stand, in the plain words a resident reads on their page and in a message. No diagnosis. */
import { words } from '../../platform/words.ts';
import type { Change, RequestReason, Standing } from './shapes.ts';

type Table<Keys extends string> = Readonly<Record<Keys, string>>;

export const RESIDENT_WORDS = words(
  {
    standings: {
      waiting: '已提交，等医院答复',
      'doctor-acts': '医院有事要与您的医生商量，您的医生会联系您',
      expected: '医院已接收，请按时前往',
      missed: '没有按时到院，您的医生会联系您',
      'in-care': '正在医院就诊',
      'going-home': '医院已开回转单，请回到您的医生那里',
      'at-home': '您的医生在继续照护',
      ended: '本次转诊已结束',
    } satisfies Table<Standing>,
    changes: {
      sent: '提交转诊',
      'place-changed': '换了就诊地点',
      'answer-delayed': '医院请医生补充资料',
      accepted: '医院已接收',
      'not-accepted': '医院暂不能接收，您的医生会与您商量',
      arrived: '已到院',
      'not-arrived': '没有按时到院',
      'return-issued': '医院开出回转单',
      'taken-back': '回到您的医生照护',
      seen: '已随访',
      ended: '结束',
    } satisfies Table<Change>,
    reasons: {
      'cannot-come': '去不了',
      'other-time': '想改时间',
      'treated-elsewhere': '已在别处看过',
      other: '其他',
    } satisfies Table<RequestReason>,
  },
  {
    standings: {
      waiting: 'Sent; the hospital has yet to answer',
      'doctor-acts': 'The hospital has a question for your doctor, who will contact you',
      expected: 'The hospital is expecting you; please come in time',
      missed: 'You were not seen in time; your doctor will contact you',
      'in-care': 'In the hospital’s care',
      'going-home': 'The hospital has written to your doctor; please go to your doctor',
      'at-home': 'Your doctor goes on caring for you',
      ended: 'This referral has ended',
    },
    changes: {
      sent: 'Referral sent',
      'place-changed': 'The place was changed',
      'answer-delayed': 'The hospital asked your doctor for more',
      accepted: 'Accepted by the hospital',
      'not-accepted': 'The hospital cannot take you now; your doctor will talk to you',
      arrived: 'Arrived',
      'not-arrived': 'Did not arrive in time',
      'return-issued': 'The hospital has written to your doctor',
      'taken-back': 'Back in your doctor’s care',
      seen: 'Followed up',
      ended: 'Ended',
    },
    reasons: {
      'cannot-come': 'cannot come',
      'other-time': 'another time, please',
      'treated-elsewhere': 'seen elsewhere already',
      other: 'something else',
    },
  },
);
