import type { ChannelDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { Tabs } from '@mantine/core';
import { useCallback, useState } from 'react';
import { ChannelAbout } from './channel-about.tsx';
import { ChannelLinks } from './channel-links.tsx';
import { ChannelRules } from './channel-rules.tsx';
import styles from './channel-tabs.module.css';
import type { Conversation } from './conversation.ts';
import { panelChoice } from './panel-choice.ts';

const tabs = ['about', 'rules', 'links'] as const;
type Tab = (typeof tabs)[number];

interface ChannelPanelProps {
  channel: ChannelDetail;
  conversation: Conversation;
}

/** Beside the conversation: the channel, and for who manages it its rules and the links into it. */
export function ChannelPanel({ channel, conversation }: ChannelPanelProps) {
  const say = useSay();
  const [chosen, setChosen] = useState<Tab>('about');
  const close = useCallback(() => panelChoice.set(false), []);
  const about = <ChannelAbout channel={channel} conversation={conversation} />;
  return (
    <SidePanel title={say('channel.info')} onClose={close}>
      {channel.allowed.update ? (
        <Tabs value={chosen} onChange={(tab) => setChosen(tab as Tab)} keepMounted={false}>
          <Tabs.List grow className={styles.tabs} aria-label={say('channelTab.list')}>
            {tabs.map((tab) => (
              <Tabs.Tab key={tab} value={tab} className={styles.tab}>
                {say(`channelTab.${tab}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="about">{about}</Tabs.Panel>
          <Tabs.Panel value="rules">
            <ChannelRules channel={channel} />
          </Tabs.Panel>
          <Tabs.Panel value="links">
            <ChannelLinks channel={channel} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        about
      )}
    </SidePanel>
  );
}
