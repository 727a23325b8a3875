import assert from 'node:assert/strict';

import { isPublicAddress } from '../../../src/binding/request/public-address.ts';

describe('public addresses', () => {
  const INSIDE = [
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.7'],
    ...['203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:0:0'],
    ...['::127.0.0.1', 'fc00::1', 'fdff::1', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1', 'ff02::1'],
    ...['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'],
    ...['100::1', '5f00::1', '4000::1'],
    ...['', 'localhost', '2130706433', '0177.0.0.1', '127.1', 'nowhere'],
  ];
  for (const address of INSIDE) {
    it(`${JSON.stringify(address)} is none`, () => assert.equal(isPublicAddress(address), false));
  }
  const OUTSIDE = [
    ...['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '192.167.0.1', '223.255.255.255', '100.128.0.1'],
    ...['2606:4700::1111', '2a00:1450::1', '2001:4860:4860::8888', '::ffff:8.8.8.8'],
  ];
  for (const address of OUTSIDE) it(`${address} is one`, () => assert.equal(isPublicAddress(address), true));
});
