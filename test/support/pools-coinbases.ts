/**
 * Real coinbases, and a seeded source of made-up ones. Imports nothing from lib.
 */

/** Input scripts and payout addresses from the chain; values in satoshi, if given. */
export const chainCoinbases = {
  10000: { coinbaseScript: '04ffff001d026f03', addresses: [] },
  300000: {
    coinbaseScript:
      '03e09304062f503253482f0403c86d53087ceca141295a00002e522cfabe6d6d7561cf262313da1144026c8f7a43e3899c44f6145f39a36507d36679a8b700610400000000000000',
    addresses: ['1CjPR7Z5ZSyWk6WtXvSFgkptmpoi4UM9BC'],
    values: [2_504_028_360],
  },
  670987: {
    coinbaseScript:
      '030b3d0afabe6d6d87a2773b0dfb971a762db2fd5a473882417a86aa7e1a2993feec04bfa383f93701000000000000002b6501031eb6e5300303000000000002c54ac6082f736c7573682f',
    addresses: ['1CK6KHY6MHgYvmRQ4PAafKYDrg1ejbH1cE'],
    values: [731_160_304],
  },
  739990: {
    coinbaseScript:
      '03964a0b1362696e616e63652f3836374c0029028c3d3091fabe6d6d507c0ed98a2eb1562720fedd7faea2e5c98e8c0609a8e396c451a6be3ec3ed1e02000000000000000000ddfb73881e0000000000',
    addresses: ['3L8Ck6bm3sve1vJGKo6Ht2k167YKSKi8TZ'],
    values: [626_983_001],
  },
  890440: {
    coinbaseScript:
      '0348960d082f5669614254432f2cfabe6d6d294719da11c017243828bf32c405341db7f19387fee92c25413c45e114907f9810000000000000001058bf9601429f9fa7a6c160d10d00000000000000',
    addresses: ['1PuJjnF476W3zXfVYmJfGnouzFDAXakkL4'],
  },
  890441: {
    coinbaseScript:
      '0349960d04bb3eec672f466f756e6472792055534120506f6f6c202364726f70676f6c642f01530a4561e7020000000000',
    addresses: [
      'bc1pp7w6kxnj7lzgm29pmuhezwl0vjdlcrthqukll5gn9xuqfq5n673smy4m63',
      'bc1qwzrryqr3ja8w7hnja2spmkgfdcgvqwp5swz4af4ngsjecfz0w0pqud7k38',
    ],
  },
  890442: {
    coinbaseScript:
      '034a960d194d696e656420627920416e74506f6f6c204d000201e15e2989fabe6d6dd599e9dfa40be51f1517c8f512c5c3d51c7656182f1df335d34b98ee02c527db080000000000000000004f92b702000000000000',
    addresses: ['37jKPSmbEGwgfacCr2nayn1wTaqMAbA94Z', '39C7fxSzEACPjM78Z7xdPxhf7mKxJwvfMJ'],
  },
  890443: {
    coinbaseScript:
      '034b960d21202020204d696e656420627920536563706f6f6c2020202070000b05e388958c01fabe6d6db7ae4bfa7b1294e16e800b4563f1f5ddeb5c0740319eba45600f3f05d2d7272910000000000000000000c2cb7e020000',
    addresses: ['3Eif1JfqeMERRsQHtvGEacNN9hhuvnsfe9', '3Awm3FNpmwrbvAFVThRUFqgpbVuqWisni9'],
  },
  957350: {
    coinbaseScript: '03a69b0e1c3c204f4345414e2e58595a203e0f53696d706c65204d696e696e6700071392104a2e9652',
    addresses: [],
  },
  966080: {
    coinbaseScript:
      '03c0bd0e1b4d696e656420627920416e74506f6f6c393539150021017405f39dfabe6d6db99a73a615ddd22f9f058592027ca5d9e077ff58b8600330c5353f962813d799100000000000000000002fde795b010000000000',
    addresses: [],
  },
  966085: {
    coinbaseScript:
      '03c5bd0e048e9901172f466f756e6472792055534120506f6f6c202364726f70676f6c642f2a1140d11d2c000000000000',
    addresses: [],
  },
} as const;

/** Bytes of a text, in hex. */
export function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** Whole numbers from 0 to below a bound, the same for the same seed (Marsaglia's xorshift32). */
export function seededNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** Random bytes. */
export function noise(random: (bound: number) => number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random(256)));
}

/** A made-up text in the form of a pay-to-script-hash address. */
export function noAddress(random: (bound: number) => number): string {
  const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  return `3${Array.from({ length: 33 }, () => digits[random(digits.length)]).join('')}`;
}
