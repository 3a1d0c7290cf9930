// node draw.mjs --prometheus URL [--out FOLDER] [--from now-1h] [--var NAME=VALUE]... DASHBOARD.json...
//
// Draws dashboards in headless Chromium with Grafana's own components and the data of a live Prometheus, and fails on a
// panel with an error or with "No data". The page may talk to loopback only.
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };
const WIDTH = 1500;
const PATIENCE = 90_000;

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    prometheus: { type: 'string' }, out: { type: 'string', default: join(here, 'out') },
    from: { type: 'string', default: 'now-1h' }, to: { type: 'string', default: 'now' },
    var: { type: 'string', multiple: true, default: [] },
  },
});
if (!options.prometheus || files.length === 0) {
  console.error('usage: node draw.mjs --prometheus URL [--out FOLDER] [--from now-1h] [--var NAME=VALUE]... DASHBOARD.json...');
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'ehloscope-draw-'));
mkdirSync(options.out, { recursive: true });
await bundle(join(work, 'site'));
const server = await serve(join(work, 'site'));
const browser = await chromium.launchPersistentContext(join(work, 'profile'), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS, timezoneId: 'UTC',
  viewport: { width: WIDTH, height: 900 },
});
let failed = false;
try {
  for (const file of files) {
    failed = !(await draw(file)) || failed;
  }
} finally {
  await browser.close();
  server.close();
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function draw(file) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', failure => problems.push('error in the page: ' + failure.message));
  // Grafana's fonts, and some of its icons, are not published with its components.
  page.on('response', response => response.status() >= 400 && !/\/(fonts|build\/img)\//.test(response.url())
    && problems.push(response.status() + ' ' + response.url()));
  await page.route('**/*', route => {
    const url = new URL(route.request().url());
    if (url.pathname === '/dashboard.json') {
      return route.fulfill({ contentType: TYPES['.json'], body: readFileSync(file) });
    }
    if (['127.0.0.1', 'localhost'].includes(url.hostname) || ['data:', 'blob:'].includes(url.protocol)) {
      return route.continue();
    }
    problems.push('the page asked for ' + url);
    return route.abort();
  });
  const asked = new URLSearchParams({ prometheus: options.prometheus, from: options.from, to: options.to });
  for (const each of options.var) {
    const equals = each.indexOf('=');
    asked.set('var-' + each.slice(0, equals), each.slice(equals + 1));
  }
  await page.goto(`http://127.0.0.1:${server.address().port}/page.html?${asked}`);
  await page.waitForSelector('body[data-ready]', { timeout: PATIENCE });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: WIDTH, height });
  await page.waitForTimeout(1_500); // for the charts, which are drawn anew
  const seen = await page.evaluate(() => ({
    ...window.__drawn,
    empty: [...document.querySelectorAll('section')].filter(each => each.innerText.includes('No data'))
      .map(each => each.innerText.split('\n')[0]),
    alerts: [...document.querySelectorAll('[role=alert], [data-testid*="Panel status error"]')].map(each => each.innerText.slice(0, 200)),
    noData: document.body.innerText.includes('No data'),
  }));
  problems.push(...seen.problems, ...seen.alerts.map(each => 'a panel says: ' + each),
    ...seen.empty.map(each => 'no data: ' + each));
  if (seen.noData && seen.empty.length === 0) {
    problems.push('a panel has no data');
  }
  const picture = join(options.out, basename(file, '.json') + '.png');
  await page.screenshot({ path: picture, fullPage: true });
  await page.close();
  console.log(`${basename(file)}: ${seen.queries} queries, ${problems.length} problems, ${picture}`);
  problems.forEach(each => console.log('  ' + each));
  return problems.length === 0;
}

async function bundle(site) {
  const modules = join(here, 'node_modules');
  // CommonJS with a "default", which the importers of the other kind would take for the module.
  const scrollbars = {
    name: 'scrollbars',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^react-custom-scrollbars-2$/ }, asked =>
        asked.pluginData === 'itself' ? undefined : { path: asked.resolveDir, namespace: 'scrollbars' });
      esbuild.onResolve({ filter: /^scrollbars-itself$/ }, asked =>
        esbuild.resolve('react-custom-scrollbars-2', { resolveDir: asked.resolveDir, kind: 'require-call', pluginData: 'itself' }));
      esbuild.onLoad({ filter: /.*/, namespace: 'scrollbars' }, asked => ({
        contents: "const it = require('scrollbars-itself'); export const Scrollbars = it.Scrollbars; export default it.Scrollbars;",
        resolveDir: asked.path,
      }));
    },
  };
  await build({
    absWorkingDir: here, entryPoints: [join(here, 'src/page.tsx')], outfile: join(site, 'bundle.js'), bundle: true, format: 'iife',
    platform: 'browser', target: 'es2022', jsx: 'automatic', minify: true, logLevel: 'error', plugins: [scrollbars],
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    alias: { 'react-router-dom-v5-compat': 'react-router-dom' }, mainFields: ['module', 'browser', 'main'],
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl', '.png': 'dataurl', '.css': 'css', '.ttf': 'empty' },
  });
  cpSync(join(here, 'src/page.html'), join(site, 'page.html'));
  cpSync(join(modules, '@grafana/ui/dist/public/img'), join(site, 'build/img'), { recursive: true });
}

function serve(site) {
  const http = createServer((request, response) => {
    const path = resolve(site, '.' + new URL(request.url, 'http://localhost').pathname);
    try {
      if (!path.startsWith(site)) {
        throw new Error('outside');
      }
      const content = readFileSync(path);
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise(listening => http.listen(0, '127.0.0.1', () => listening(http)));
}
