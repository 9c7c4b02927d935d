import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Alert, Button } from '@mantine/core';
import { api } from '../app/atalaya.ts';

/** The e-mail address is not verified yet: says so and sends another mail. */
export function VerifyNotice() {
  const say = useSay();
  const errorText = useErrorText();
  const resend = useTask(async () => {
    try {
      await api.auth.resendVerification.mutate();
      toastDone(say('verify.sent'));
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  return (
    <Alert color="amber" variant="light" mt="lg" title={say('verify.needed')}>
      <Button
        size="xs"
        variant="default"
        mt={4}
        loading={resend.running}
        onClick={() => void resend.run(undefined)}
      >
        {say('verify.resend')}
      </Button>
    </Alert>
  );
}
