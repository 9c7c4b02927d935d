import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { native } from '../app/native.ts';
import styles from './program-dialog.module.css';
import { updateState } from './program-state.ts';

/** Which program this is, whether there is a newer one, and the way to it. */
export function UpdateLine() {
  const say = useSay();
  const { status, version } = useStore(updateState);
  const info = useQuery({
    queryKey: ['program', 'info'],
    queryFn: async () => (await native?.info()) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const check = () => void native?.update.check().then(updateState.set);
  return (
    <section className={styles.part} aria-labelledby="program-update">
      <h3 id="program-update">{say('program.update')}</h3>
      <p className={styles.now}>
        {say('program.version', { version: info.data?.version ?? '' })}{' '}
        <span role="status">{say(`program.update.${status}`, { version: version ?? '' })}</span>
      </p>
      {status === 'ready' && (
        <div>
          <Button size="xs" onClick={() => void native?.update.install()}>
            {say('program.update.restart')}
          </Button>
        </div>
      )}
      {(status === 'current' || status === 'failed') && (
        <div>
          <Button size="xs" variant="default" onClick={check}>
            {say('program.update.check')}
          </Button>
        </div>
      )}
    </section>
  );
}
