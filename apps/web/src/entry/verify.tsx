import { EntryFrame, EntryText } from '@atalaya/ui/entry';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { api } from '../app/atalaya.ts';

/** Where the link of the verification mail leads. */
export function Verify() {
  const say = useSay();
  const errorText = useErrorText();
  const { code } = useSearch({ from: '/verify' });
  // A query, though it changes something: the code works once, and the page must ask once.
  const verification = useQuery({
    queryKey: ['verify', code],
    queryFn: () => api.auth.verifyEmail.mutate({ code }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const title = verification.isPending
    ? 'verify.busy'
    : verification.isError
      ? 'verify.failed'
      : 'verify.done';
  return (
    <EntryFrame title={say(title)}>
      <div role="status">
        {verification.isPending && (
          <Loader size="sm" role="img" aria-label={say('state.loading')} />
        )}
        {verification.isError && <EntryText>{errorText(verification.error)}</EntryText>}
        {verification.isSuccess && <EntryText>{say('verify.done.text')}</EntryText>}
      </div>
      {!verification.isPending && (
        <Button component={Link} to="/" fullWidth>
          {say('verify.continue')}
        </Button>
      )}
    </EntryFrame>
  );
}
