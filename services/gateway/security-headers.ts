import helmet from 'helmet';

/** Headers of every answer. The pages load nothing from elsewhere and run no inline script. */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      mediaSrc: ["'self'", 'blob:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  // Covers and streams may be shown by clients of other origins; CORS decides who may read them.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  crossOriginEmbedderPolicy: false,
  // Most engines run on plain HTTP in a home; the proxy that terminates TLS sets HSTS.
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
});
