import { describe, expect, it } from 'vitest';
import { browserCandidates, packageManagerPlan } from './findBrowser.mjs';

describe('browserCandidates', () => {
  it('puts paths from the environment first', () => {
    const candidates = browserCandidates({
      platform: 'linux',
      env: { CHROMIUM_PATH: '/opt/mine', CHROME_PATH: '/opt/other', PATH: '/usr/bin' },
      home: '/home/ada',
    });
    expect(candidates.slice(0, 2)).toEqual([
      { path: '/opt/mine', source: 'environment' },
      { path: '/opt/other', source: 'environment' },
    ]);
    expect(candidates.slice(2).every((candidate) => candidate.source === 'installed')).toBe(true);
  });

  it('looks through the whole PATH on Linux, Chrome before Chromium before Edge', () => {
    const paths = browserCandidates({ platform: 'linux', env: { PATH: '/usr/bin::/snap/bin' }, home: '/home/ada' }).map(
      (candidate) => candidate.path,
    );
    expect(paths).toContain('/snap/bin/chromium');
    expect(paths.indexOf('/snap/bin/google-chrome')).toBeLessThan(paths.indexOf('/usr/bin/chromium'));
    expect(paths.indexOf('/usr/bin/chromium')).toBeLessThan(paths.indexOf('/usr/bin/microsoft-edge'));
    expect(paths.every((path) => path.startsWith('/'))).toBe(true);
  });

  it('knows the application folders of macOS', () => {
    const paths = browserCandidates({ platform: 'darwin', env: {}, home: '/Users/ada' }).map((c) => c.path);
    expect(paths).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(paths).toContain('/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium');
  });

  it('knows the program folders of Windows, and skips those that are not set', () => {
    const paths = browserCandidates({
      platform: 'win32',
      env: { PROGRAMFILES: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local', PATH: 'C:\\bin' },
      home: 'C:\\Users\\ada',
    }).map((c) => c.path);
    expect(paths).toEqual([
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Users\\ada\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files\\Chromium\\Application\\chrome.exe',
      'C:\\Users\\ada\\AppData\\Local\\Chromium\\Application\\chrome.exe',
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
      'C:\\Users\\ada\\AppData\\Local\\Microsoft\\Edge\\Application\\msedge.exe',
    ]);
  });
});

describe('packageManagerPlan', () => {
  const only = (name: string) => (command: string) => command === name;

  it('updates before it installs with apt-get', () => {
    expect(packageManagerPlan({ platform: 'linux', isRoot: true, canSudo: false, has: only('apt-get') })).toEqual({
      manager: 'apt-get',
      steps: [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', 'chromium'],
      ],
    });
  });

  it('goes through sudo that asks for no password when it is not root', () => {
    const plan = packageManagerPlan({ platform: 'linux', isRoot: false, canSudo: true, has: only('dnf') });
    expect(plan?.steps).toEqual([['sudo', '-n', 'dnf', 'install', '-y', 'chromium']]);
  });

  it('does nothing without the right to, without a known manager, or off Linux', () => {
    expect(packageManagerPlan({ platform: 'linux', isRoot: false, canSudo: false, has: () => true })).toBeNull();
    expect(packageManagerPlan({ platform: 'linux', isRoot: true, canSudo: false, has: () => false })).toBeNull();
    expect(packageManagerPlan({ platform: 'darwin', isRoot: false, canSudo: true, has: () => true })).toBeNull();
  });
});
