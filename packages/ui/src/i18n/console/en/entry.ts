import type { Same } from '../../text.ts';
import type { entry as spanish } from '../es/entry.ts';

/** Choosing a server and signing in, in English. */
export const entry: Same<typeof spanish> = {
  'console.title': 'Console',
  'console.notStaff.title': 'This console is for the team',
  'console.notStaff.text':
    'Your account ({{role}}) belongs to the community: use the web app. If you are on the team, ask an administrator to change your role.',
  'console.notStaff.web': 'Go to the web app',
  'console.signIn.title': 'Sign in to the console',
  'console.signIn.memory':
    'This computer has no key store: the session lasts as long as the program is open.',

  'server.title': 'Where is your community?',
  'server.text': 'Write the address of the server. Whoever runs it can tell you.',
  'server.address': 'Server address',
  'server.address.example': 'e.g. community.example',
  'server.continue': 'Continue',
  'server.change': 'Change server',
  'server.known': 'Known servers',
  'server.forget': 'Forget {{name}}',
  'server.invalid': 'That does not look like an address.',
  'server.unreachable': 'Nobody answers at that address. Check its spelling and your network.',
  'server.notAtalaya': 'Something answers there, but it is not an Atalaya server.',
};
