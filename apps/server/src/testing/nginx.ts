import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './redis.ts';

const template = fileURLToPath(
  new URL('../../../../deploy/nginx/atalaya.conf.template', import.meta.url),
);

/** A real nginx with the configuration of `deploy/`, in front of nodes on this machine. */
export class TestNginx implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly url: string;
  readonly plainUrl: string;
  /** The certificate, made for this test, that clients are to trust. */
  readonly certificate: string;

  private constructor(child: ChildProcess, folder: string, ports: { http: number; https: number }) {
    this.#child = child;
    this.#folder = folder;
    this.url = `https://127.0.0.1:${ports.https}`;
    this.plainUrl = `http://127.0.0.1:${ports.http}`;
    this.certificate = readFileSync(join(folder, 'fullchain.pem'), 'utf8');
  }

  static async start(nodes: { a: string; b: string }): Promise<TestNginx> {
    const folder = mkdtempSync(join(tmpdir(), 'atalaya-nginx-'));
    const ports = { http: await freePort(), https: await freePort() };
    makeCertificate(folder);
    const site = readFileSync(template, 'utf8').replaceAll(
      /\$\{(\w+)\}/g,
      (_, name: string) =>
        ({
          NODE_A: nodes.a,
          NODE_B: nodes.b,
          HTTP_LISTEN: `127.0.0.1:${ports.http}`,
          HTTPS_LISTEN: `127.0.0.1:${ports.https}`,
          TLS_FOLDER: folder,
        })[name] ?? '',
    );
    writeFileSync(join(folder, 'nginx.conf'), around(site, folder));
    const options = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'];
    const child = spawn('nginx', options, { stdio: ['ignore', 'ignore', 'pipe'], env: paths() });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      errors += part;
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`nginx ended: ${errors}`);
    });
    ended.catch(() => {});
    await Promise.race([answers(`http://127.0.0.1:${ports.http}`), ended]);
    return new TestNginx(child, folder, ports);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Debian keeps nginx where only root's PATH leads. */
const paths = () => ({ ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/usr/local/sbin` });

/** What the nginx image has around a site: here everything it writes stays in the folder. */
const around = (site: string, folder: string) => `
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
${site}
}
`;

function makeCertificate(folder: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=atalaya.test', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...names, ...files], {
    stdio: 'ignore',
  });
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url, { redirect: 'manual' }).catch(() => null);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
