import type { ChannelDetail } from '@atalaya/api/types';
import { timeLeft } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { NativeSelect, Switch } from '@mantine/core';
import { api } from '../app/atalaya.ts';
import { ChannelMutes } from './channel-mutes.tsx';
import styles from './channel-tabs.module.css';
import { takeDetail } from './channels.ts';

/** Seconds to choose between; what another client set is offered, too. */
const paces = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600];

type Rules = Partial<Pick<ChannelDetail, 'slowSeconds' | 'managersOnly' | 'keepOpen'>>;

/** Who writes in the channel and how often. Every change holds at once, for everyone. */
export function ChannelRules({ channel }: { channel: ChannelDetail }) {
  const say = useSay();
  const errorText = useErrorText();
  const change = useTask(async (rules: Rules) => {
    try {
      takeDetail(await api.chat.channels.update.mutate({ channelId: channel.id, ...rules }));
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  const { slowSeconds } = channel;
  const offered = [...new Set([...paces, slowSeconds])].sort((a, b) => a - b);
  return (
    <section className={styles.part} aria-busy={change.running}>
      <NativeSelect
        label={say('channelRules.slow')}
        description={say('channelRules.slow.text')}
        value={String(slowSeconds)}
        data={offered.map((seconds) => ({
          value: String(seconds),
          label:
            seconds === 0 ? say('channelRules.slow.off') : timeLeft(say.locale, seconds * 1000),
        }))}
        onChange={(event) => void change.run({ slowSeconds: Number(event.currentTarget.value) })}
      />
      {(['managersOnly', 'keepOpen'] as const).map((rule) => (
        <Switch
          key={rule}
          label={say(`channelRules.${rule}`)}
          description={say(`channelRules.${rule}.text`)}
          checked={channel[rule]}
          onChange={(event) => void change.run({ [rule]: event.currentTarget.checked })}
        />
      ))}
      <ChannelMutes channel={channel} />
    </section>
  );
}
