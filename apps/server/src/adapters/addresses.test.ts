import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import { guardedLookup, isPublicAddress } from './addresses.ts';

describe('addresses', () => {
  test.each([
    ['this machine', ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '0.0.0.0', '::1', '::']],
    ['a network of one’s own', ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1']],
    ['link-local, where providers keep secrets', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0']],
    ['what a provider has inside at a public address', ['168.63.129.16', '100.100.100.200']],
    ['behind a provider’s translation', ['100.64.0.1', '100.127.255.254']],
    ['unique local', ['fc00::1', 'fd00:ec2::254']],
    ['to many, or for no use', ['224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1', '0.1.2.3']],
    ['for examples and measuring', ['192.0.2.1', '198.18.0.1', '203.0.113.9', '2001:db8::1']],
    [
      'version 4 in the dress of version 6',
      [
        '::ffff:10.0.0.1',
        '::ffff:a00:1',
        '::10.0.0.1',
        '64:ff9b::a00:1',
        '2002:a00:1::',
        '2001::1',
      ],
    ],
    ['no address', ['', 'localhost', '1.2.3.4.5', '::g']],
  ])('CHAT-51: not public: %s', (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  test('CHAT-51: public: what is reached from everywhere', () => {
    const open = ['1.1.1.1', '93.184.215.14', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'];
    expect(open.filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  test('CHAT-51: a name is as good as the worst address that it leads to', async () => {
    await expect(resolved(isPublicAddress)).rejects.toThrow('no public address');
    for (const addresses of [['10.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['::1', '1.1.1.1'], []]) {
      await expect(resolved(isPublicAddress, addresses)).rejects.toThrow('no public address');
    }
    const both = ['1.1.1.1', '2606:4700::1111'];
    const found = await resolved(isPublicAddress, both);
    expect(found.map(({ address }) => address)).toEqual(both);
  });
});

/** Where the connection would go for a name: this machine's own, or one that leads to these addresses. */
const resolved = (admits: (address: string) => boolean, addresses?: readonly string[]) =>
  new Promise<LookupAddress[]>((resolve, reject) => {
    const found = (addresses ?? []).map((address) => ({ address, family: isIP(address) }));
    const look = addresses
      ? guardedLookup(admits, (_name, _options, answer) => answer(null, found))
      : guardedLookup(admits);
    look('localhost', { all: true }, (error, answer) =>
      error ? reject(error) : resolve(answer as LookupAddress[]),
    );
  });
