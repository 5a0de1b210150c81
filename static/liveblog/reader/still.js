// A page that follows nothing, an entry's own or one of older entries, begins here.

import { offerEmbeds } from "./embeds.js";

offerEmbeds();
