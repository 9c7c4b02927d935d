import type { RouterOutputs } from '@atalaya/api/types';
import { Confirm } from '@atalaya/ui/dialogs';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { PagedList } from '@atalaya/ui/lists';
import { Empty } from '@atalaya/ui/pieces';
import { useTask } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { useNow } from '../app/now.ts';
import { queries } from '../app/queries.ts';
import { isDangerous, type Values, valueAt } from './edits.ts';
import styles from './history.module.css';
import { useSettingText } from './setting-text.ts';
import { settingsHistory, settingsQuery } from './settings-queries.ts';
import { asOwn } from './use-elsewhere.ts';

type Change = RouterOutputs['settings']['history']['items'][number];

interface HistoryProps {
  /** One setting; null: all of them. */
  path: string | null;
  values: Values;
  /** A value was taken back: what was being written there is over. */
  onReverted: (path: string) => void;
  onClose: () => void;
}

/** Who changed what, when, from what to what; and the way back. */
export function SettingsHistory({ path, values, onReverted, onClose }: HistoryProps) {
  const say = useSay();
  const errorText = useErrorText();
  const text = useSettingText();
  const list = useInfiniteQuery(settingsHistory(path));
  const [asked, setAsked] = useState<Change | null>(null);
  const revert = useTask(async (change: Change) => {
    const { position, before } = change;
    const value = typeof before === 'string' ? [] : [[change.path, before] as const];
    try {
      const now = await asOwn(value, () => api.settings.revert.mutate({ position }));
      queries.setQueryData(settingsQuery.queryKey, now);
      void queries.invalidateQueries({ queryKey: ['settings', 'history'] });
      onReverted(change.path);
      toastDone(say('settings.history.reverted'));
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  const title =
    path === null
      ? say('settings.history.all')
      : say('settings.history.of', { name: text.name(path) });
  return (
    <SidePanel title={title} onClose={onClose}>
      <PagedList
        list={list}
        rows={6}
        empty={
          <Empty
            icon={IconHistory}
            title={say('settings.history.none')}
            text={say('settings.history.none.text')}
          />
        }
      >
        {(items: Change[]) => (
          <ol className={styles.history}>
            {items.map((change) => (
              <HistoryLine
                key={change.position}
                change={change}
                isNamed={path === null}
                isInForce={valueAt(values, change.path) === change.before}
                onRevert={() =>
                  isDangerous(change.path, change.before)
                    ? setAsked(change)
                    : void revert.run(change)
                }
              />
            ))}
          </ol>
        )}
      </PagedList>
      {asked && (
        <Confirm
          title={say('settings.danger.title', { name: text.name(asked.path) })}
          text={text.danger(asked.path)}
          confirm={say('settings.danger.revert')}
          onConfirm={async () => void (await revert.run(asked))}
          onClose={() => setAsked(null)}
        />
      )}
    </SidePanel>
  );
}

interface HistoryLineProps {
  change: Change;
  isNamed: boolean;
  /** What it would be taken back to is what there is. */
  isInForce: boolean;
  onRevert: () => void;
}

function HistoryLine({ change, isNamed, isInForce, onRevert }: HistoryLineProps) {
  const say = useSay();
  const text = useSettingText();
  const now = useNow();
  const { at, by, before, after, reverting, path } = change;
  return (
    <li>
      {isNamed && <p>{text.name(path)}</p>}
      <p>
        <strong>
          {say('settings.history.change', {
            before: text.value(before),
            after: text.value(after),
          })}
        </strong>
        {reverting && <span>{say('settings.history.reverting')}</span>}
      </p>
      <p>
        {by ? (
          <Link to="/people" search={{ who: by.id }}>
            {by.displayName}
          </Link>
        ) : (
          <span>{say('audit.system')}</span>
        )}
        <time dateTime={at.toISOString()} title={fullStamp(say.locale, at)}>
          {relative(say.locale, at, now)}
        </time>
      </p>
      {!isInForce && (
        <Button size="compact-xs" variant="default" onClick={onRevert}>
          {say('settings.history.revert', { value: text.value(before) })}
        </Button>
      )}
    </li>
  );
}
