import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type Exported, exported, exportFigures } from './export-figures.ts';
import { daysIn, type Span } from './insights-queries.ts';

interface ExportMenuProps {
  span: Span;
  channelId: string | undefined;
}

/** The figures on the screen as files for a program for tables. */
export function ExportMenu({ span, channelId }: ExportMenuProps) {
  const say = useSay();
  const errorText = useErrorText();
  const { run, running } = useTask(async (what: Exported) => {
    const ofChannel = what !== 'channels' && channelId ? { channelId } : {};
    const wanted = { what, days: daysIn(span), ...ofChannel };
    try {
      const count = await exportFigures(wanted, say(`insights.export.file.${what}`));
      toastDone(say('insights.exported', { count }));
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          loading={running}
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          {say('insights.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exported.map((what) => (
          <Menu.Item key={what} onClick={() => void run(what)}>
            {say(`insights.export.${what}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
