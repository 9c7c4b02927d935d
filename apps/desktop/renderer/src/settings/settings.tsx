import { useSay } from '@atalaya/ui/i18n';
import { Failure } from '@atalaya/ui/pieces';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Screen } from '../app/screen.tsx';
import { useMay } from '../app/session.ts';
import { type Edits, type Field, type Values, withoutEdits } from './edits.ts';
import { SettingsForm } from './form.tsx';
import { SettingsHistory } from './history.tsx';
import { settingsQuery, settingsSchemaQuery } from './settings-queries.ts';
import { SettingsSkeleton } from './skeleton.tsx';

/** Everything that can be set, drawn from the server's schema. */
export function SettingsScreen() {
  const say = useSay();
  const schema = useQuery(settingsSchemaQuery);
  const settings = useQuery(settingsQuery);
  // What is on the screen stays there when reading it again fails: the line tells that itself.
  if (schema.data && settings.data) {
    return <Settings fields={schema.data} values={settings.data.values} />;
  }
  const error = schema.error ?? settings.error;
  const retry = () => {
    void schema.refetch();
    void settings.refetch();
  };
  return (
    <Screen title={say('settings.title')}>
      {error ? (
        <Failure icon={IconAlertTriangle} error={error} onRetry={retry} />
      ) : (
        <SettingsSkeleton />
      )}
    </Screen>
  );
}

function Settings({ fields, values }: { fields: Field[]; values: Values }) {
  const say = useSay();
  const mayEdit = useMay('system:settings');
  const [edits, setEdits] = useState<Edits>({});
  /** Whose history is open; null: that of all of them. */
  const [history, setHistory] = useState<{ path: string | null } | null>(null);
  return (
    <Screen
      title={say('settings.title')}
      actions={
        mayEdit && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconHistory size={15} aria-hidden />}
            onClick={() => setHistory({ path: null })}
          >
            {say('settings.history')}
          </Button>
        )
      }
      side={
        history && (
          <SettingsHistory
            path={history.path}
            values={values}
            onReverted={(path) => setEdits((now) => withoutEdits(now, [path]))}
            onClose={() => setHistory(null)}
          />
        )
      }
    >
      <SettingsForm
        fields={fields}
        values={values}
        edits={edits}
        setEdits={setEdits}
        mayEdit={mayEdit}
        onHistory={(path) => setHistory({ path })}
      />
    </Screen>
  );
}
