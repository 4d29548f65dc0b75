/** Where the page begins. */
import { mount } from 'svelte';
import * as z from 'zod';
import Page from './page.svelte';
import './style/page.css';

// Compiled validators are made by `eval`, which the page's security policy forbids.
z.config({ jitless: true });

const target = document.getElementById('page');
if (target !== null) mount(Page, { target });
