"""Static files under hashed names, with the imports inside ES modules rewritten to match."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files whose `import … from "./x.js"` lines name the hashed files too.

    Django leaves module imports alone unless asked. Asking it spares the page an inline import map,
    and so keeps the content security policy at `script-src 'self'`.
    """

    support_js_module_import_aggregation = True
