import type { policies as spanish } from '../es/policies.ts';
import type { Same } from '../text.ts';

/** Policies, as cases, notices and sanctions name them, in English. */
export const policies: Same<typeof spanish> = {
  'policy.spam': 'Spam or advertising',
  'policy.spam.text': 'No advertising, chain letters or repeated messages.',
  'policy.harassment': 'Harassment',
  'policy.harassment.text': 'Nobody pursues, insults or intimidates another person.',
  'policy.hate': 'Hate',
  'policy.hate.text': 'Nobody is attacked for origin, gender, belief, orientation or disability.',
  'policy.violence': 'Violence',
  'policy.violence.text': 'No threats, praise or pictures of violence.',
  'policy.sexual': 'Sexual content',
  'policy.sexual.text': 'Sexual content is not published here.',
  'policy.selfHarm': 'Self-harm',
  'policy.selfHarm.text': 'Nobody is encouraged to harm themselves; who suffers gets help.',
  'policy.illegal': 'Something illegal',
  'policy.illegal.text': 'Nothing is offered, asked for or explained that the law forbids.',
  'policy.impersonation': 'Impersonation',
  'policy.impersonation.text': 'Everyone speaks in their own name.',
  'policy.privacy': 'Privacy',
  'policy.privacy.text': 'Data of others are not published without their leave.',
  'policy.other': 'Another reason',
  'policy.other.text': 'The community’s rules of living together.',
};
