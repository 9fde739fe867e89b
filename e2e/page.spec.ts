/** What holds for the built page before anyone trains: where it works, what it may do, what it asks for. */
import { gzipSync } from 'node:zlib';
import { limitBytes } from '../scripts/checkSize.mjs';
import { policy } from '../scripts/contentSecurityPolicy.mjs';
import { expect, test } from './support/fixtures';

test('opens without errors and without any request outside its origin', async ({ page }) => {
  await page.goto('./');
  await expect(page).toHaveTitle(/Recommender Playground/);
  await expect(page.getByRole('main')).toBeVisible();
  await page.waitForLoadState('networkidle');
});

test('works from a sub-path of a plain file server', async ({ page, subPathServer }) => {
  await page.goto(`http://localhost:${subPathServer.port}${subPathServer.path}`);
  await expect(page.getByRole('main')).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(subPathServer.misses).toEqual([]);
});

test('loads little script until the first screen stands', async ({ page }) => {
  const bodies: Promise<{ url: string; bytes: number }>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    bodies.push(response.body().then((body) => ({ url: response.url(), bytes: gzipSync(body, { level: 9 }).length })));
  });
  await page.goto('./');
  await expect(page.getByRole('main')).toBeVisible();
  const scripts = await Promise.all(bodies);
  const total = scripts.reduce((sum, script) => sum + script.bytes, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(total, JSON.stringify(scripts, null, 1)).toBeLessThanOrEqual(limitBytes);
});

test.describe('Content-Security-Policy', () => {
  test('is in the page and in the header', async ({ page }) => {
    const response = await page.goto('./');
    expect(response?.headers()['content-security-policy']).toBe(policy);
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute('content', policy);
  });

  test('is in force from the meta element alone', async ({ page, guard, subPathServer }) => {
    guard.allow(/Content Security Policy/);
    guard.allow(/request outside the origin: https:\/\/example\.com/);
    const left: string[] = [];
    page.on('response', (response) => left.push(response.url()));
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'csp') left.push(`${request.url()} ${request.failure()?.errorText}`);
    });
    await page.goto(`http://localhost:${subPathServer.port}${subPathServer.path}`);
    await expect(page.getByRole('main')).toBeVisible();
    const violations = await page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineScriptRan = true';
      document.head.append(inline);
      await fetch('https://example.com/').catch(() => {});
      const image = new Image();
      image.src = 'https://example.com/pixel.png';
      const plugin = document.createElement('object');
      plugin.data = 'plugin.swf';
      document.body.append(plugin);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { seen: seen.sort(), inlineScriptRan: 'inlineScriptRan' in window };
    });
    expect(violations).toEqual({
      seen: ['connect-src', 'img-src', 'object-src', 'script-src-elem'],
      inlineScriptRan: false,
    });
    expect(left.filter((url) => url.includes('example.com'))).toEqual([]);
  });
});

test('has a WebGPU adapter in a worker', async ({ page }) => {
  // a file, since the policy allows no blob: worker
  await page.route('**/adapterProbe.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `navigator.gpu.requestAdapter().then(async (adapter) => {
        const device = await adapter?.requestDevice();
        postMessage({ adapter: adapter?.info.vendor ?? null, hasDevice: device !== undefined });
      });`,
    }),
  );
  await page.goto('./');
  const answer = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const worker = new Worker(new URL('adapterProbe.js', location.href));
        worker.onmessage = (event) => resolve(event.data);
        worker.onerror = (event) => resolve(event.message);
      }),
  );
  expect(answer).toEqual({ adapter: expect.any(String), hasDevice: true });
});

test.describe('theme', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`follows a ${colorScheme} system before the page's script runs`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.route('**/assets/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
      await page.goto('./', { waitUntil: 'commit' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    });
  }
});
