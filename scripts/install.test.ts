import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isNodeSupported, packagesToInstall } from './install.mjs';

it('knows which Node can run the tools', () => {
  const supported = ['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0'];
  const tooOld = ['18.20.0', '20.18.3', '21.7.0', '22.11.0'];
  expect(supported.filter((version) => !isNodeSupported(version))).toEqual([]);
  expect(tooOld.filter(isNodeSupported)).toEqual([]);
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(engines.node).toBe('^20.19.0 || >=22.12.0');
});

it('finds missing and outdated packages, and leaves optional ones of other systems alone', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/same': { version: '1.0.0' },
      'node_modules/newer': { version: '2.0.0' },
      'node_modules/missing': { version: '1.0.0' },
      'node_modules/other-system': { version: '1.0.0', optional: true },
      'node_modules/old-optional': { version: '2.0.0', optional: true },
    },
  };
  const installed = {
    packages: {
      'node_modules/same': { version: '1.0.0' },
      'node_modules/newer': { version: '1.9.0' },
      'node_modules/old-optional': { version: '1.0.0', optional: true },
    },
  };
  expect(packagesToInstall(wanted, installed)).toEqual([
    'node_modules/newer',
    'node_modules/missing',
    'node_modules/old-optional',
  ]);
});
