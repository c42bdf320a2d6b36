import { config } from 'zod';

/** Imported before any schema: zod would probe for `eval`, which our Content-Security-Policy blocks and reports. */
config({ jitless: true });
