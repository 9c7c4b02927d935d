import { EndedNotice, EntryFrame, SignInForm } from '@atalaya/ui/entry';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Alert, Anchor } from '@mantine/core';
import { IconServer } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { goTo } from '../app/go-to.ts';
import { native, server } from '../app/native.ts';
import { BanReasons, banIn, isBanned } from './ban.tsx';
import styles from './entry.module.css';

/** Which server this is, and the way to another one. Only the program can go elsewhere. */
function ServerLine() {
  const say = useSay();
  const info = useQuery({
    queryKey: ['program'],
    queryFn: () => native?.info() ?? null,
    enabled: native !== undefined,
  });
  if (!native || server === null) return null;
  return (
    <>
      <p className={styles.server}>
        <IconServer size={16} stroke={1.6} aria-hidden />
        <span>{new URL(server).host}</span>
        <Anchor component={Link} to="/server" size="sm">
          {say('server.change')}
        </Anchor>
      </p>
      {info.data && !info.data.keepsSession && (
        <Alert color="amber" variant="light" mb="md">
          {say('console.signIn.memory')}
        </Alert>
      )}
    </>
  );
}

/** Sign-in with e-mail and password. */
export function SignIn() {
  const say = useSay();
  const navigate = useNavigate();
  const session = useStore(atalaya.session.state);
  const { next } = useSearch({ from: '/sign-in' });
  const [refusal, setRefusal] = useState<ReturnType<typeof banIn>>(null);
  const signIn = async (credentials: { email: string; password: string }) => {
    setRefusal(null);
    await atalaya.session.signIn(credentials).catch((error: unknown) => {
      setRefusal(banIn(error));
      throw error;
    });
    goTo(navigate, next ?? '/', { replace: true });
  };
  return (
    <EntryFrame title={say('console.signIn.title')}>
      <ServerLine />
      {refusal || isBanned(session) ? (
        <BanReasons session={session} refusal={refusal} />
      ) : (
        <EndedNotice session={session} />
      )}
      <SignInForm onSignIn={signIn} />
    </EntryFrame>
  );
}
