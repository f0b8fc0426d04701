{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			860.0,
			636.0
		],
		"bglocked": 0,
		"openinpresentation": 0,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						20.0,
						14.0,
						132.8,
						32.0
					],
					"text": "gan.dials",
					"fontsize": 24.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						52.0,
						139.39999999999998,
						20.0
					],
					"text": "Set a voice by hand",
					"fontsize": 12.0,
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						72.0,
						700.4,
						20.0
					],
					"text": "Dials with the ranges of the instrument; they show what the voice has as soon as it is there, and change",
					"fontsize": 12.0,
					"fontface": 0
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						92.0,
						192.19999999999996,
						20.0
					],
					"text": "nothing before a hand does.",
					"fontsize": 12.0,
					"fontface": 0
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						30.0,
						124.0,
						58.199999999999996,
						22.0
					],
					"text": "voice 2"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						96.19999999999999,
						125.0,
						99.8,
						20.0
					],
					"text": "another voice",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						42.0,
						154.0,
						64.8,
						22.0
					],
					"text": "gain 0.5"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						114.8,
						155.0,
						205.39999999999998,
						20.0
					],
					"text": "anything that gan.voice takes",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						54.0,
						184.0,
						64.8,
						22.0
					],
					"text": "get gain"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						126.8,
						185.0,
						40.39999999999999,
						20.0
					],
					"text": "asks",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "bpatcher",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						30.0,
						238.0,
						600.0,
						226.0
					],
					"name": "gan.dials.maxpat",
					"embed": 0,
					"enablehscroll": 0,
					"enablevscroll": 0,
					"border": 0,
					"args": [
						1,
						7770
					],
					"offset": [
						0.0,
						0.0
					],
					"viewvisibility": 1,
					"lockeddragscroll": 0,
					"bgmode": 0
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						30.0,
						490.0,
						126.19999999999999,
						22.0
					],
					"text": "print gan.dials-1"
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						180.0,
						516.0,
						126.19999999999999,
						22.0
					],
					"text": "print gan.dials-2"
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						556.0,
						238.39999999999998,
						20.0
					],
					"text": "voice: number of the voice, from 1",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						22.0,
						576.0,
						284.59999999999997,
						20.0
					],
					"text": "port: where the instrument listens (7770)",
					"fontsize": 12.0
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						640.0,
						14.0,
						146.0,
						22.0
					],
					"text": "gan.server 7770 7771"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						640.0,
						38.0,
						198.79999999999998,
						20.0
					],
					"text": "the connection, once a patch",
					"fontsize": 12.0
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-5",
						0
					],
					"destination": [
						"obj-11",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						0
					],
					"destination": [
						"obj-11",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-9",
						0
					],
					"destination": [
						"obj-11",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						0
					],
					"destination": [
						"obj-12",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						1
					],
					"destination": [
						"obj-13",
						0
					]
				}
			}
		]
	}
}
