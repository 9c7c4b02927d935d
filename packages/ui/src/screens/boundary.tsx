import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCompassOff } from '@tabler/icons-react';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useSay } from '../i18n/index.ts';
import { Empty, Failure } from '../pieces/index.ts';

/** What a screen shows in its place when it breaks. */
export function ScreenFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <Failure icon={IconAlertTriangle} error={error} onRetry={retry} />;
}

/** An address that leads nowhere. */
export function NoSuchScreen() {
  const say = useSay();
  return (
    <main style={{ height: '100dvh' }}>
      <Empty icon={IconCompassOff} title={say('notFound.title')} text={say('notFound.text')}>
        <Button component={Link} to="/" variant="default">
          {say('notFound.back')}
        </Button>
      </Empty>
    </main>
  );
}
