import { EndedNotice, EntryFoot, EntryFrame, SignInForm } from '@atalaya/ui/entry';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { arriving } from './arriving.ts';
import { banIn, keptBan } from './ban.ts';

/** Sign-in with e-mail and password. */
export function SignIn() {
  const say = useSay();
  const router = useRouter();
  const navigate = useNavigate();
  const session = useStore(atalaya.session.state);
  const [email] = useState(arriving.get);
  const { next } = useSearch({ from: '/sign-in' });
  const signIn = async (credentials: { email: string; password: string }) => {
    try {
      await atalaya.session.signIn(credentials);
    } catch (error) {
      const ban = banIn(error);
      if (!ban) throw error;
      keptBan.set(ban);
      await navigate({ to: '/banned' });
      return;
    }
    keptBan.set(null);
    arriving.set(null);
    router.history.replace(next ?? '/');
  };
  return (
    <EntryFrame title={say('signIn.title')}>
      <EndedNotice session={session} />
      <SignInForm email={email} onSignIn={signIn} />
      <EntryFoot>
        {say('signIn.noAccount')} <Link to="/join">{say('signIn.register')}</Link>
      </EntryFoot>
    </EntryFrame>
  );
}
