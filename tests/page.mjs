// Looks at a page in headless Chromium, over the pipe it can be steered by: node tests/page.mjs CHROMIUM PAGE [FOLDER]
// Prints as JSON what it complained about, what it asked for, how wide it is on screens of several widths, and what is
// read aloud in which order. With a folder, pictures go there. What Chromium writes stays in a folder below $TMPDIR.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';

const [chromium, page, folder] = process.argv.slice(2);
const profile = mkdtempSync(`${tmpdir()}/page-`);
const browser = spawn(chromium, ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
    '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const waiting = new Map(), listeners = [];
let number = 0, rest = '';

browser.stdio[4].on('data', (data) => {
    const messages = (rest + data).split('\0');
    rest = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text)))
        if (message.id) waiting.get(message.id)(message);
        else listeners.forEach((listener) => listener(message));
});
const call = (method, params = {}, sessionId) => new Promise((done, fail) => {
    waiting.set(++number, (message) => message.error ? fail(new Error(`${method}: ${message.error.message}`)) : done(message.result));
    browser.stdio[3].write(JSON.stringify({ id: number, method, params, sessionId }) + '\0');
});
const event = (name) => new Promise((done) => listeners.push((message) => message.method === name && done(message.params)));

const found = { errors: [], requests: [], widths: {}, tallest: {}, order: [] };
listeners.push(({ method, params }) => {
    if (method === 'Log.entryAdded') found.errors.push(params.entry.text);
    if (method === 'Runtime.exceptionThrown') found.errors.push(params.exceptionDetails.text);
    if (method === 'Runtime.consoleAPICalled') found.errors.push(params.type);
    if (method === 'Network.requestWillBeSent') found.requests.push(params.request.url.slice(0, 60));
});
const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
const tell = (method, params) => call(method, params, sessionId);
for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Accessibility']) await tell(`${domain}.enable`);
const loaded = event('Page.loadEventFired');
await tell('Page.navigate', { url: pathToFileURL(page).href });
await loaded;

const picture = async (name, width, scheme, media = '') => {
    await tell('Emulation.setDeviceMetricsOverride', { width, height: 1400, deviceScaleFactor: 1, mobile: width < 500 });
    await tell('Emulation.setEmulatedMedia', { media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
    const { result } = await tell('Runtime.evaluate', { returnByValue: true, expression: `[document.documentElement.scrollWidth,
        getComputedStyle(document.body).backgroundColor, [...document.querySelectorAll('body *')].filter((e) => {
            const box = e.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; }).length]` });
    found.widths[name] = { screen: width, page: result.value[0], paper: result.value[1], outside: result.value[2] };
    if (folder)
        writeFileSync(`${folder}/${name}.png`, Buffer.from((await tell('Page.captureScreenshot')).data, 'base64'));
};
await picture('light', 1000, 'light');
await picture('dark', 1000, 'dark');
await picture('phone', 320, 'light');
await picture('print', 800, 'light', 'print');
if (folder)
    writeFileSync(`${folder}/page.pdf`, Buffer.from((await tell('Page.printToPDF')).data, 'base64'));
await tell('Emulation.setEmulatedMedia', { media: '', features: [] });
const { nodes } = await tell('Accessibility.getFullAXTree');
const byId = new Map(nodes.map((node) => [node.nodeId, node]));
const walk = (node) => {
    const role = node.role?.value, name = node.name?.value ?? '';
    if (!node.ignored && ['banner', 'main', 'contentinfo', 'heading', 'link', 'image', 'img', 'table', 'list', 'listitem',
        'blockquote', 'mark'].includes(role)) found.order.push({ role, name: name.slice(0, 200) });
    (node.childIds ?? []).forEach((id) => byId.has(id) && walk(byId.get(id)));
};
walk(nodes[0]);
console.log(JSON.stringify(found));
const gone = new Promise((done) => browser.on('exit', done));
call('Browser.close').catch(() => {});
await gone;
