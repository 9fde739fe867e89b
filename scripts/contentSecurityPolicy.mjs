/**
 * The Content-Security-Policy of the built page: everything from its own origin, nothing from elsewhere, no inline
 * script. It goes into the page as a meta element, since a static page may be served by anyone, and into the header
 * of `vite preview`. The dev server goes without: React's fast refresh needs an inline script.
 */
/** @type {Record<string, string>} */
const directives = {
  'default-src': "'self'",
  'script-src': "'self'",
  'worker-src': "'self'",
  // recharts and React Aria place things with style attributes
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

export const policy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

/**
 * Puts the policy into the built page and into the preview server's answers.
 * @returns {import('vite').Plugin}
 */
export function contentSecurityPolicy() {
  return {
    name: 'content-security-policy',
    transformIndexHtml: {
      order: 'pre',
      handler(_html, context) {
        if (context.server) return [];
        return [
          {
            tag: 'meta',
            attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', policy);
        next();
      });
    },
  };
}
