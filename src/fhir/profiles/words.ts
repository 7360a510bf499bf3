import { words } from '../../platform/words.ts';
import { IDENTITY_NUMBER_WORDS } from '../identity-number.ts';

/** The sentences of profiles and of `$validate`. */
export const profileWords = words(
  {
    ...IDENTITY_NUMBER_WORDS.zh,
    'profile-type': (v: { type: string }) => `这个规范只适用于 ${v.type}`,
    'profile-min': (v: { name: string; count: number }) => `按本地规范，“${v.name}”至少填写 ${v.count} 项`,
    'profile-max': (v: { name: string; count: number }) => `按本地规范，“${v.name}”最多填写 ${v.count} 项`,
    'profile-value': (v: { name: string; value: string }) => `按本地规范，“${v.name}”应含：${v.value}`,
    'profile-rule': (v: { zh: string; en: string; key: string }) => `${v.zh}（本地规则 ${v.key}）`,
    'profile-unknown': '本系统没有这个规范，未按它检查',
    'profile-not-known': '本系统没有这个规范；可用的规范见 /fhir/StructureDefinition',
    'profile-missing': 'mode=profile 时必须用 profile 写明按哪个规范检查',
    'nothing-to-validate': '没有要检查的资源；请在正文中给出资源，或含 resource 的 Parameters',
    'bad-mode': 'mode 只能是 create、update、delete 或 profile',
    'good-resource': '没有发现问题',
  },
  {
    ...IDENTITY_NUMBER_WORDS.en,
    'profile-type': (v) => `This profile is for ${v.type} only`,
    'profile-min': (v) => `The profile asks for at least ${v.count} of "${v.name}"`,
    'profile-max': (v) => `The profile allows at most ${v.count} of "${v.name}"`,
    'profile-value': (v) => `The profile asks that "${v.name}" holds ${v.value}`,
    'profile-rule': (v) => `${v.en} (rule ${v.key} of the profile)`,
    'profile-unknown': 'This profile is not known here, and nothing was checked by it',
    'profile-not-known': 'This profile is not known here; /fhir/StructureDefinition lists those that are',
    'profile-missing': 'mode=profile needs the profile to check by',
    'nothing-to-validate': 'There is no resource to check; send it, or Parameters with resource',
    'bad-mode': 'mode is create, update, delete or profile',
    'good-resource': 'No issue was found',
  },
);
