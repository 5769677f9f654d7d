'use strict';
const boxes=[...document.querySelectorAll('input[name=take]')];
const command=document.getElementById('command');
const start=command.dataset.start,end=command.dataset.end;
function spans(list){const out=[];for(const n of list){const last=out[out.length-1];
if(last&&n===last[1]+1){last[1]=n}else{out.push([n,n])}}return out.map(s=>s[0]===s[1]?s[0]:s[0]+'-'+s[1]).join(',')}
function write(){const on=boxes.filter(b=>b.checked).map(b=>+b.value);
command.textContent=on.length?start+' --only '+spans(on)+end:'Nothing is chosen.'}
boxes.forEach(b=>b.addEventListener('change',write));
